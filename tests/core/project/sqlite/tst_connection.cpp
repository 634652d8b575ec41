// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>
#include <memory>
#include <optional>

#include "core/project/sqlite/connection.h"

using namespace somno;
using namespace somno::store;

class TestConnection : public QObject {
    Q_OBJECT

private:
    /// One that fails at once where it would wait for another.
    [[nodiscard]] std::unique_ptr<Connection> connected() const
    {
        auto connection
            = Connection::open(m_folder->filePath(QStringLiteral("p.somnoscribe")), Connection::Mode::ReadWrite);
        if (!connection || !(*connection)->execute(QStringLiteral("PRAGMA busy_timeout = 0")))
            qFatal("the project cannot be opened");
        return std::move(*connection);
    }
    [[nodiscard]] static int notes(Connection &connection)
    {
        auto query = connection.run(QStringLiteral("SELECT count(*) FROM notes"));
        return query && query->next() ? query->value(0).toInt() : -1;
    }
    [[nodiscard]] static Result<> addNote(Connection &connection)
    {
        return connection.execute(QStringLiteral("INSERT INTO notes(text) VALUES(?)"), {QStringLiteral("a note")});
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_first.reset();
        m_second.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        m_first = connected();
        QVERIFY(m_first->execute(QStringLiteral("CREATE TABLE notes(text TEXT)")));
        m_second = connected();
    }

    /// One that only became so at its first write could read, be overtaken, and fail half-way.
    void aTransactionIsTheOnlyWriterFromItsBeginning()
    {
        std::optional<Result<>> other;
        const auto done = m_first->transaction([&]() -> Result<> {
            other = addNote(*m_second);
            return addNote(*m_first);
        });
        QVERIFY(other && !*other);
        QCOMPARE(other->error().code, ErrorCode::ProjectLocked);
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QVERIFY(addNote(*m_second)); // its turn
        QCOMPARE(notes(*m_first), 2);
    }

    void readersSeeWhatWasThereBefore()
    {
        int meanwhile = -1;
        QVERIFY(m_first->transaction([&]() -> Result<> {
            const auto added = addNote(*m_first);
            meanwhile = notes(*m_second);
            return added;
        }));
        QCOMPARE(meanwhile, 0);
        QCOMPARE(notes(*m_second), 1);
    }

    void anErrorTakesAllOfItBack()
    {
        const auto failed = m_first->transaction([&]() -> Result<> {
            if (const auto added = addNote(*m_first); !added)
                return added;
            return failure(ErrorCode::InvalidArgument, QStringLiteral("Not so."));
        });
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(notes(*m_first), 0);
        QVERIFY(m_second->transaction([&] { return addNote(*m_second); })); // nothing is held any more
        QCOMPARE(notes(*m_first), 1);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Connection> m_first, m_second;
};

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
