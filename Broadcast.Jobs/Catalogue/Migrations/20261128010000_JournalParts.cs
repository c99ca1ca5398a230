using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadcast.Jobs.Catalogue.Migrations;

/// <summary>Which epochs journals have that go through the object store.</summary>
[DbContext(typeof(RecordingCatalogue))]
[Migration("20261128010000_JournalParts")]
internal sealed class JournalParts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "JournalParts",
        table => new
        {
            RecordingId = table.Column<string>(maxLength: 512),
            Epoch = table.Column<int>(),
            StoredBytes = table.Column<long>(nullable: true),
            UsedBytes = table.Column<long>(nullable: true),
            IsDoubted = table.Column<bool>(),
            IsDeleted = table.Column<bool>(),
        },
        constraints: table => table.PrimaryKey("PK_JournalParts", part => new { part.RecordingId, part.Epoch }));
}
