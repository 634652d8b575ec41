// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/training/layerdepth.h"

namespace somno::sdreamer {

namespace {

/// Number of the block in "... transformer.N. ...", or -1 outside of blocks.
int blockOf(const std::string &parameter)
{
    static const std::string kBlocks = "transformer.";
    for (size_t at = parameter.find(kBlocks); at != std::string::npos; at = parameter.find(kBlocks, at + 1)) {
        const size_t digit = at + kBlocks.size();
        if (digit < parameter.size() && parameter[digit] >= '0' && parameter[digit] <= '9')
            return std::stoi(parameter.substr(digit));
    }
    return -1;
}

} // namespace

int layerDepth(const std::string &parameter, const NetworkConfig &config)
{
    // The blocks over epochs stand above those within an epoch, where a network has both.
    const bool single = config.architecture == QLatin1String("Epoch");
    const int upper = single ? config.epochLayers : config.sequenceLayers, lower = single ? 0 : config.epochLayers;
    const bool isUpper = parameter.starts_with("moe_transformer.");
    const int block = blockOf(parameter);
    if (block >= 0)
        return isUpper ? upper - block : upper + lower - block;
    const auto holds = [&](const char *part) { return parameter.find(part) != std::string::npos; };
    if (parameter.starts_with("cls_head")
        || (isUpper && (holds(".pool.") || holds("_proj.") || holds("transformer.norm."))))
        return 0;
    return upper + lower + 1;
}

} // namespace somno::sdreamer
