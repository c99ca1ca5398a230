using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadcast.Jobs.Catalogue.Migrations;

/// <summary>Who processes a recording, how often it failed and when it is tried again.</summary>
[DbContext(typeof(RecordingCatalogue))]
[Migration("20261127010000_Attempts")]
internal sealed class Attempts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<int>("Attempts", "Recordings", nullable: false, defaultValue: 0);
        migrationBuilder.AddColumn<long>("NextTryAt", "Recordings", nullable: true);
        migrationBuilder.AddColumn<string>("JobId", "Recordings", maxLength: 512, nullable: true);
    }
}
