using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Broadcast.Api.Data.Migrations;

/// <summary>Organizers, webinars and what belongs to them, as it was when migrations began.</summary>
[DbContext(typeof(BroadcastDb))]
[Migration("20261127000000_Initial")]
internal sealed class Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        CreateOrganizers(migrationBuilder);
        CreateSessions(migrationBuilder);
        CreateWebinars(migrationBuilder);
        CreateChat(migrationBuilder);
        CreateLinks(migrationBuilder);
        CreateRemovals(migrationBuilder);
        CreateAudit(migrationBuilder);
    }

    private static void CreateOrganizers(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "Organizers",
            table => new
            {
                Id = table.Column<string>(),
                Name = table.Column<string>(maxLength: 800),
                Email = table.Column<string>(maxLength: 254),
                PasswordHash = table.Column<string>(),
                CreatedAt = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("PK_Organizers", organizer => organizer.Id));
        migrationBuilder.CreateIndex("IX_Organizers_Email", "Organizers", "Email", unique: true);
    }

    private static void CreateSessions(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "Sessions",
            table => new
            {
                Id = table.Column<string>(),
                OrganizerId = table.Column<string>(),
                CreatedAt = table.Column<long>(),
                LastSeenAt = table.Column<long>(),
                ExpiresAt = table.Column<long>(),
                Address = table.Column<string>(maxLength: 64, nullable: true),
                Browser = table.Column<string>(maxLength: 200),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Sessions", session => session.Id);
                table.ForeignKey("FK_Sessions_Organizers_OrganizerId", session => session.OrganizerId, "Organizers", "Id", onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("IX_Sessions_OrganizerId", "Sessions", "OrganizerId");
    }

    private static void CreateWebinars(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "Webinars",
            table => new
            {
                Id = table.Column<string>(),
                Title = table.Column<string>(maxLength: 1_600),
                Description = table.Column<string>(maxLength: 32_000, nullable: true),
                StartsAt = table.Column<long>(nullable: true),
                Record = table.Column<bool>(),
                PreferH264 = table.Column<bool>(defaultValue: true),
                State = table.Column<string>(maxLength: 16),
                StartedAt = table.Column<long>(nullable: true),
                EndedAt = table.Column<long>(nullable: true),
                EndedUnattended = table.Column<bool>(defaultValue: false),
                CreatedAt = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("PK_Webinars", webinar => webinar.Id));
        migrationBuilder.CreateIndex("IX_Webinars_CreatedAt", "Webinars", "CreatedAt");
    }

    private static void CreateChat(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "Chat",
            table => new
            {
                Id = table.Column<long>()
                    .Annotation("Sqlite:Autoincrement", true)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                WebinarId = table.Column<string>(),
                ParticipantId = table.Column<string>(),
                VisitorId = table.Column<string>(nullable: true),
                DisplayName = table.Column<string>(),
                Role = table.Column<string>(maxLength: 16),
                Text = table.Column<string>(),
                SentAt = table.Column<long>(),
                RemovedAt = table.Column<long>(nullable: true),
                RemovedBy = table.Column<string>(nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Chat", entry => entry.Id);
                table.ForeignKey("FK_Chat_Webinars_WebinarId", entry => entry.WebinarId, "Webinars", "Id", onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("IX_Chat_WebinarId_Id", "Chat", ["WebinarId", "Id"]);
    }

    private static void CreateLinks(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "Links",
            table => new
            {
                Id = table.Column<string>(),
                WebinarId = table.Column<string>(),
                Role = table.Column<string>(maxLength: 16),
                Label = table.Column<string>(nullable: true),
                CreatedAt = table.Column<long>(),
                CreatedBy = table.Column<string>(nullable: true),
                ExpiresAt = table.Column<long>(),
                RevokedAt = table.Column<long>(nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Links", link => link.Id);
                table.ForeignKey("FK_Links_Webinars_WebinarId", link => link.WebinarId, "Webinars", "Id", onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("IX_Links_WebinarId", "Links", "WebinarId");
        migrationBuilder.CreateTable(
            "RevokedRoles",
            table => new
            {
                WebinarId = table.Column<string>(),
                Role = table.Column<string>(maxLength: 16),
                RevokedAt = table.Column<long>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_RevokedRoles", revoked => new { revoked.WebinarId, revoked.Role });
                table.ForeignKey("FK_RevokedRoles_Webinars_WebinarId", revoked => revoked.WebinarId, "Webinars", "Id", onDelete: ReferentialAction.Cascade);
            });
    }

    private static void CreateRemovals(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "Removals",
            table => new
            {
                Id = table.Column<string>(),
                WebinarId = table.Column<string>(),
                ParticipantId = table.Column<string>(),
                DisplayName = table.Column<string>(),
                VisitorId = table.Column<string>(nullable: true),
                LinkId = table.Column<string>(nullable: true),
                Address = table.Column<string>(nullable: true),
                WasAlone = table.Column<bool>(),
                RemovedAt = table.Column<long>(),
                RemovedBy = table.Column<string>(),
                LiftedAt = table.Column<long>(nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Removals", removal => removal.Id);
                table.ForeignKey("FK_Removals_Webinars_WebinarId", removal => removal.WebinarId, "Webinars", "Id", onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("IX_Removals_WebinarId", "Removals", "WebinarId");
    }

    private static void CreateAudit(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "Audit",
        table => new
        {
            Id = table.Column<long>(),
            At = table.Column<long>(),
            Action = table.Column<string>(maxLength: 32),
            Actor = table.Column<string>(maxLength: 254, nullable: true),
            Address = table.Column<string>(maxLength: 64, nullable: true),
            Subject = table.Column<string>(maxLength: 254, nullable: true),
            Detail = table.Column<string>(maxLength: 500, nullable: true),
            Hash = table.Column<string>(maxLength: 64),
        },
        constraints: table => table.PrimaryKey("PK_Audit", entry => entry.Id));
}
