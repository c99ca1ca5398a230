using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Broadcast.Api.Data.Migrations;

/// <summary>A place for the keys of cookies, for processes that share the database.</summary>
[DbContext(typeof(BroadcastDb))]
[Migration("20261127000200_DataProtectionKeys")]
internal sealed class DataProtectionKeys : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "DataProtectionKeys",
        table => new
        {
            Id = table.Column<int>()
                .Annotation("Sqlite:Autoincrement", true)
                .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
            FriendlyName = table.Column<string>(nullable: true),
            Xml = table.Column<string>(nullable: true),
        },
        constraints: table => table.PrimaryKey("PK_DataProtectionKeys", key => key.Id));
}
