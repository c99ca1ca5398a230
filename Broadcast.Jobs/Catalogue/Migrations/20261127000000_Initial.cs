using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Broadcast.Jobs.Catalogue.Migrations;

/// <summary>The catalogue as it was when migrations began.</summary>
[DbContext(typeof(RecordingCatalogue))]
[Migration("20261127000000_Initial")]
internal sealed class Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        CreateRecordings(migrationBuilder);
        CreateFiles(migrationBuilder);
        CreateNotes(migrationBuilder);
    }

    private static void CreateRecordings(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "Recordings",
            table => new
            {
                Id = table.Column<string>(maxLength: 512),
                WebinarId = table.Column<string>(maxLength: 512),
                State = table.Column<string>(),
                Step = table.Column<string>(nullable: true),
                Percent = table.Column<int>(),
                SecondsLeft = table.Column<int>(nullable: true),
                Style = table.Column<string>(maxLength: 4000),
                Version = table.Column<int>(),
                LinkSeries = table.Column<int>(defaultValue: 0),
                LegalHold = table.Column<bool>(),
                ExpiresAt = table.Column<long>(nullable: true),
                Error = table.Column<string>(maxLength: 2000, nullable: true),
                StartedAt = table.Column<long>(),
                EndedAt = table.Column<long>(nullable: true),
                Duration = table.Column<long>(nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_Recordings", recording => recording.Id));
        migrationBuilder.CreateIndex("IX_Recordings_WebinarId_StartedAt", "Recordings", ["WebinarId", "StartedAt"]);
        migrationBuilder.CreateIndex("IX_Recordings_State", "Recordings", "State");
        migrationBuilder.CreateIndex("IX_Recordings_ExpiresAt", "Recordings", "ExpiresAt");
    }

    private static void CreateFiles(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "RecordingFiles",
            table => new
            {
                StoreKey = table.Column<string>(maxLength: 512),
                RecordingId = table.Column<string>(maxLength: 512),
                Name = table.Column<string>(maxLength: 512),
                Kind = table.Column<string>(),
                ContentType = table.Column<string>(maxLength: 512),
                Bytes = table.Column<long>(),
                Sha256 = table.Column<string>(maxLength: 512),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_RecordingFiles", file => file.StoreKey);
                table.ForeignKey("FK_RecordingFiles_Recordings_RecordingId", file => file.RecordingId, "Recordings", "Id", onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("IX_RecordingFiles_RecordingId", "RecordingFiles", "RecordingId");
    }

    private static void CreateNotes(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "RecordingNotes",
            table => new
            {
                Id = table.Column<long>()
                    .Annotation("Sqlite:Autoincrement", true)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                RecordingId = table.Column<string>(maxLength: 512),
                At = table.Column<long>(),
                Text = table.Column<string>(maxLength: 2000),
            },
            constraints: table => table.PrimaryKey("PK_RecordingNotes", note => note.Id));
        migrationBuilder.CreateIndex("IX_RecordingNotes_RecordingId", "RecordingNotes", "RecordingId");
    }
}
