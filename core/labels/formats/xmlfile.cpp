// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/formats/xmlfile.h"

#include <QFileInfo>
#include <QXmlStreamReader>

#include "core/labels/labeltext.h"

namespace somno::io {

namespace {

constexpr size_t kDeepest = 64;

tl::unexpected<Error> invalid(const QString &path, const QXmlStreamReader &xml, const QString &what)
{
    return failure(ErrorCode::LabelsInvalid,
                   QStringLiteral("%1, line %2, column %3: %4.")
                       .arg(QFileInfo(path).fileName())
                       .arg(xml.lineNumber())
                       .arg(xml.columnNumber())
                       .arg(what),
                   QStringLiteral("The file is damaged or no file of labels; export it once more."));
}

/// Elements that are open: the path of each, and its text so far.
struct OpenElement {
    QString path;
    QString text;
};

Result<> enter(const QString &path, const QXmlStreamReader &xml, std::vector<OpenElement> &open)
{
    if (open.size() >= kDeepest)
        return invalid(path, xml, QStringLiteral("elements within more than %1 others").arg(kDeepest));
    open.push_back(
        {open.empty() ? xml.name().toString() : open.back().path + QLatin1Char('/') + xml.name().toString(), {}});
    return {};
}

/// The end of a walk. What follows the last element or is missing there takes nothing from what was read.
Result<> conclude(const QString &path, const QXmlStreamReader &xml, Deviations &deviations)
{
    if (!xml.hasError())
        return {};
    if (xml.error() != QXmlStreamReader::PrematureEndOfDocumentError)
        return invalid(path, xml, xml.errorString());
    deviations.push_back({QStringLiteral("file-cut-off"), QStringLiteral("line %1").arg(xml.lineNumber()),
                          QStringLiteral("the file ends before its last element does"),
                          QStringLiteral("what stands before is read")});
    return {};
}

} // namespace

Result<> visitXml(const QString &path, Deviations &deviations,
                  const std::function<void(const QString &, const QString &)> &visit)
{
    const auto text = readText(path, deviations);
    if (!text)
        return failure(text.error());
    QXmlStreamReader xml(*text);
    std::vector<OpenElement> open;
    while (!xml.atEnd()) {
        switch (xml.readNext()) {
        case QXmlStreamReader::DTD:
            if (!xml.entityDeclarations().isEmpty())
                return invalid(path, xml, QStringLiteral("it declares entities, which no file of labels needs"));
            break;
        case QXmlStreamReader::EntityReference:
            return invalid(path, xml, QStringLiteral("it refers to something outside itself"));
        case QXmlStreamReader::StartElement:
            if (const auto entered = enter(path, xml, open); !entered)
                return entered;
            break;
        case QXmlStreamReader::Characters:
            if (!open.empty() && !xml.isWhitespace())
                open.back().text += xml.text();
            break;
        case QXmlStreamReader::EndElement:
            visit(open.back().path, open.back().text.trimmed());
            open.pop_back();
            break;
        default: break;
        }
    }
    return conclude(path, xml, deviations);
}

bool isXmlWithRoot(const QByteArray &firstBytes, const char *root)
{
    Deviations unused;
    QXmlStreamReader xml(decodeText(firstBytes, unused));
    return xml.readNextStartElement() && xml.name() == QLatin1String(root);
}

} // namespace somno::io
