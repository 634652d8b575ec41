// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonDocument>
#include <QtTest>

#include "core/work/openrecording.h"

using namespace somno;

class TestOpenRecording : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theEngineIsToldWhatTheFileDoesNotSay()
    {
        ui::OpenRecording recording;
        recording.path = QStringLiteral("night.csv");
        recording.eeg = QStringLiteral("EEG");
        recording.emg = QStringLiteral("EMG");
        QVERIFY(!ui::scoreArguments(recording, {}, QStringLiteral("out.csv")).contains(QStringLiteral("--channels")));
        recording.said.channels
            = {{QStringLiteral("EEG"), QStringLiteral("uV"), 511.9596}, {QStringLiteral("EMG"), {}, 512}};
        const QStringList arguments = ui::scoreArguments(recording, {}, QStringLiteral("out.csv"));
        const auto place = arguments.indexOf(QStringLiteral("--channels"));
        QVERIFY(place > 0);
        const auto json = QJsonDocument::fromJson(arguments[place + 1].toUtf8()).object();
        QCOMPARE(io::OpenOptions::fromJson(json), recording.said);
    }
};

QTEST_APPLESS_MAIN(TestOpenRecording)
#include "tst_openrecording.moc"
