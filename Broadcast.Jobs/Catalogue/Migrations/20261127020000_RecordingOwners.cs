using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadcast.Jobs.Catalogue.Migrations;

/// <summary>Which process has a recording made, so that another one does not end it.</summary>
[DbContext(typeof(RecordingCatalogue))]
[Migration("20261127020000_RecordingOwners")]
internal sealed class RecordingOwners : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("Owner", "Recordings", maxLength: 512, nullable: true);
        migrationBuilder.AddColumn<long>("OwnerEpoch", "Recordings", nullable: true);
        migrationBuilder.AddColumn<long>("OwnedUntil", "Recordings", nullable: true);
    }
}
