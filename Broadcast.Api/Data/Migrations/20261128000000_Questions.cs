using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Broadcast.Api.Data.Migrations;

/// <summary>Questions from the audience, who is for them, and how a webinar takes them.</summary>
[DbContext(typeof(BroadcastDb))]
[Migration("20261128000000_Questions")]
internal sealed class Questions : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<bool>("ModerateQuestions", "Webinars", nullable: false, defaultValue: false);
        migrationBuilder.AddColumn<bool>("AnonymousQuestions", "Webinars", nullable: false, defaultValue: false);
        migrationBuilder.CreateTable(
            "Questions",
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
                IsAnonymous = table.Column<bool>(),
                Text = table.Column<string>(),
                AskedAt = table.Column<long>(),
                State = table.Column<string>(maxLength: 16),
                AnsweredAt = table.Column<long>(nullable: true),
                AnsweredBy = table.Column<string>(nullable: true),
                Answer = table.Column<string>(nullable: true),
                DismissedAt = table.Column<long>(nullable: true),
                DismissedBy = table.Column<string>(nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Questions", question => question.Id);
                table.ForeignKey("FK_Questions_Webinars_WebinarId", question => question.WebinarId, "Webinars", "Id", onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("IX_Questions_WebinarId_Id", "Questions", ["WebinarId", "Id"]);
        migrationBuilder.CreateTable(
            "QuestionVotes",
            table => new
            {
                QuestionId = table.Column<long>(),
                Voter = table.Column<string>(maxLength: 64),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_QuestionVotes", vote => new { vote.QuestionId, vote.Voter });
                table.ForeignKey("FK_QuestionVotes_Questions_QuestionId", vote => vote.QuestionId, "Questions", "Id", onDelete: ReferentialAction.Cascade);
            });
    }
}
