using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadcast.Api.Data.Migrations;

/// <summary>The database itself refuses to change or delete a line of the audit log.</summary>
[DbContext(typeof(BroadcastDb))]
[Migration("20261127000100_AuditIsAppendOnly")]
internal sealed class AuditIsAppendOnly : Migration
{
    // Files from before migrations have these already.
    private const string Sqlite = """
        CREATE TRIGGER IF NOT EXISTS Audit_no_UPDATE BEFORE UPDATE ON Audit BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
        CREATE TRIGGER IF NOT EXISTS Audit_no_DELETE BEFORE DELETE ON Audit BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
        """;

    private const string PostgreSql = """
        CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'The audit log is append-only.'; END $$;
        CREATE TRIGGER "Audit_no_UPDATE" BEFORE UPDATE ON "Audit" EXECUTE FUNCTION audit_is_append_only();
        CREATE TRIGGER "Audit_no_DELETE" BEFORE DELETE OR TRUNCATE ON "Audit" EXECUTE FUNCTION audit_is_append_only();
        """;

    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(migrationBuilder.IsSqlite() ? Sqlite : PostgreSql);
}
