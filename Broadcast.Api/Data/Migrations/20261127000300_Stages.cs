using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadcast.Api.Data.Migrations;

/// <summary>Stages whose media outlives the process that looks after them.</summary>
[DbContext(typeof(BroadcastDb))]
[Migration("20261127000300_Stages")]
internal sealed class Stages : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "Stages",
        table => new
        {
            WebinarId = table.Column<string>(),
            Content = table.Column<string>(),
        },
        constraints: table =>
        {
            table.PrimaryKey("PK_Stages", stage => stage.WebinarId);
            table.ForeignKey("FK_Stages_Webinars_WebinarId", stage => stage.WebinarId, "Webinars", "Id", onDelete: ReferentialAction.Cascade);
        });
}
