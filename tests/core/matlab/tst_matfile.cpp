// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "core/matlab/matfile.h"
#include "tests/support/matiofile.h"

using namespace somno;
using matlab::MatFile;
using testing::MatioFile;
using testing::MatioKind;

Q_DECLARE_METATYPE(somno::testing::MatioKind)

class TestMatFile : public QObject {
    Q_OBJECT

    [[nodiscard]] QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }

    /// A recording as sleep_scoring writes it, with things beside that nobody reads.
    void write(const QString &path, MatioKind kind) const
    {
        MatioFile file(path, kind);
        file.array<float>("eeg", MAT_C_SINGLE, MAT_T_SINGLE, {1, 4}, {1.5F, -2.5F, 0.25F, NAN});
        file.array<qint16>("emg", MAT_C_INT16, MAT_T_INT16, {4, 1}, {-32768, 0, 5, 32767});
        file.row("eeg_frequency", {511.9596});
        file.structure("notes", 17.5);
        file.text("video_name", "mouse7.avi");
        file.array<double>("table", MAT_C_DOUBLE, MAT_T_DOUBLE, {2, 3}, {1, 2, 3, 4, 5, 6});
        file.array<quint8>("flags", MAT_C_UINT8, MAT_T_UINT8, {1, 2}, {1, 0}, MAT_F_LOGICAL);
        file.row("sleep_scores", {0, 1, 2, -1});
    }

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void readsWhatMatioWrites_data()
    {
        QTest::addColumn<MatioKind>("kind");
        QTest::newRow("level 5") << MatioKind::Plain;
        QTest::newRow("level 5, compressed") << MatioKind::Compressed;
        QTest::newRow("7.3") << MatioKind::Hdf5;
    }

    void readsWhatMatioWrites()
    {
        QFETCH(MatioKind, kind);
        write(path("a.mat"), kind);
        const auto opened = MatFile::open(path("a.mat"));
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
        const MatFile &file = **opened;
        const auto eeg = file.floats(QStringLiteral("eeg"));
        QVERIFY(eeg);
        QCOMPARE(std::vector<float>(eeg->begin(), eeg->begin() + 3), (std::vector<float>{1.5F, -2.5F, 0.25F}));
        QVERIFY(std::isnan(eeg->at(3)));
        QCOMPARE(file.find(QStringLiteral("eeg"))->type, QStringLiteral("single"));
        QCOMPARE(*file.doubles(QStringLiteral("emg")), (std::vector<double>{-32768, 0, 5, 32767}));
        QCOMPARE(file.find(QStringLiteral("emg"))->shape, (std::vector<qint64>{4, 1}));
        QCOMPARE(*file.doubles(QStringLiteral("eeg_frequency")), std::vector<double>{511.9596});
        QCOMPARE(file.find(QStringLiteral("table"))->shape, (std::vector<qint64>{2, 3}));
        QCOMPARE(*file.doubles(QStringLiteral("table")), (std::vector<double>{1, 2, 3, 4, 5, 6}));
        QVERIFY(!file.find(QStringLiteral("table"))->isVector() && file.find(QStringLiteral("emg"))->isVector());
        QCOMPARE(file.find(QStringLiteral("flags"))->type, QStringLiteral("logical"));
        QCOMPARE(*file.doubles(QStringLiteral("flags")), (std::vector<double>{1, 0}));
        QCOMPARE(*file.text(QStringLiteral("video_name")), QStringLiteral("mouse7.avi"));
        QVERIFY(!file.find(QStringLiteral("notes"))->isNumeric);
        QCOMPARE(file.doubles(QStringLiteral("notes")).error().code, ErrorCode::UnsupportedFormat);
        QCOMPARE(file.doubles(QStringLiteral("EEG")).error().code, ErrorCode::ChannelMissing);
    }

    void savesWithAllElseKept_data() { readsWhatMatioWrites_data(); }

    void savesWithAllElseKept()
    {
        QFETCH(MatioKind, kind);
        write(path("b.mat"), kind);
        const auto before = MatFile::open(path("b.mat"));
        QVERIFY(before);
        const std::vector<matlab::NewVariable> scores
            = {{QStringLiteral("sleep_scores"), QStringLiteral("int8"), {1, 5}, {0, 0, 2, -1, 3}},
               {QStringLiteral("num_class"), QStringLiteral("double"), {1, 1}, {4}}};
        const auto saved = (*before)->save(path("b.mat"), scores);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().detail));

        const auto after = MatFile::open(path("b.mat"));
        QVERIFY(after);
        QCOMPARE((*after)->variables().size(), (*before)->variables().size() + 1);
        QCOMPARE(*(*after)->doubles(QStringLiteral("sleep_scores")), scores[0].values);
        QCOMPARE(*(*after)->doubles(QStringLiteral("emg")), (std::vector<double>{-32768, 0, 5, 32767}));

        const auto byMatio = testing::readByMatio(path("b.mat"), "sleep_scores");
        QVERIFY(byMatio && byMatio->class_type == MAT_C_INT8 && byMatio->rank == 2 && byMatio->dims[1] == 5);
        QCOMPARE(static_cast<const qint8 *>(byMatio->data)[4], qint8(3));
        const auto notes = testing::readByMatio(path("b.mat"), "notes");
        QVERIFY(notes && notes->class_type == MAT_C_STRUCT);
        const matvar_t *rate = Mat_VarGetStructFieldByName(notes.get(), "rate", 0);
        QVERIFY(rate && rate->data);
        QCOMPARE(*static_cast<const double *>(rate->data), 17.5);
    }

    void createdFilesAreReadByMatio()
    {
        const auto made
            = MatFile::create(path("c.mat"), {{QStringLiteral("labels"), QStringLiteral("double"), {3, 1}, {1, 2, 3}},
                                              {QStringLiteral("empty"), QStringLiteral("single"), {0, 0}, {}},
                                              {QStringLiteral("yes"), QStringLiteral("logical"), {1, 1}, {1}}});
        QVERIFY(made);
        const auto labels = testing::readByMatio(path("c.mat"), "labels");
        QVERIFY(labels && labels->dims[0] == 3 && static_cast<const double *>(labels->data)[2] == 3);
        const auto yes = testing::readByMatio(path("c.mat"), "yes");
        QVERIFY(yes && yes->isLogical);
        QVERIFY(MatFile::open(path("c.mat")).value()->doubles(QStringLiteral("empty"))->empty());
    }

    void emptyArraysKeepTheirShapeIn73()
    {
        write(path("e.mat"), MatioKind::Hdf5);
        const auto file = MatFile::open(path("e.mat"));
        QVERIFY((*file)->save(path("e2.mat"), {{QStringLiteral("eeg"), QStringLiteral("double"), {0, 0}, {}}}));
        const auto eeg = testing::readByMatio(path("e2.mat"), "eeg");
        QVERIFY(eeg && eeg->nbytes == 0);
        QCOMPARE(MatFile::open(path("e2.mat")).value()->find(QStringLiteral("eeg"))->count(), 0);
        QCOMPARE((*file)->find(QStringLiteral("eeg"))->count(), 4); // the first is as it was
    }

    void valuesThatDoNotFillTheirShapeAreRefused()
    {
        const matlab::NewVariable wrong{QStringLiteral("x"), QStringLiteral("double"), {2, 2}, {1}};
        QCOMPARE(MatFile::create(path("d.mat"), {wrong}).error().code, ErrorCode::InvalidArgument);
        QVERIFY(!QFileInfo::exists(path("d.mat")));
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestMatFile)
#include "tst_matfile.moc"
