using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Broadcast.Jobs.Catalogue.Migrations;

/// <summary>A place for the keys of links, for processes that share the database.</summary>
[DbContext(typeof(RecordingCatalogue))]
[Migration("20261127000200_SigningKeys")]
internal sealed class SigningKeys : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "SigningKeys",
        table => new
        {
            Name = table.Column<string>(maxLength: 512),
            Bytes = table.Column<byte[]>(),
        },
        constraints: table => table.PrimaryKey("PK_SigningKeys", key => key.Name));
}
