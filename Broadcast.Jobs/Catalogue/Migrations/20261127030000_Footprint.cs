using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadcast.Jobs.Catalogue.Migrations;

/// <summary>What a recording takes, and until when it can be made again. What was published before counts from its end.</summary>
[DbContext(typeof(RecordingCatalogue))]
[Migration("20261127030000_Footprint")]
internal sealed class Footprint : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>("PublishedAt", "Recordings", nullable: true);
        migrationBuilder.AddColumn<long>("JournalRemovedAt", "Recordings", nullable: true);
        migrationBuilder.AddColumn<long>("LiveBytes", "Recordings", nullable: false, defaultValue: 0L);
        migrationBuilder.Sql("""UPDATE "Recordings" SET "PublishedAt" = "EndedAt" WHERE "State" = 'Ready'""");
    }
}
