using System.Data.Common;
using System.Net.Http.Json;
using System.Text.Json;
using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Tests.Audit;

public abstract class AuditLogTests(ApiHost host) : IAsyncLifetime
{
    public Task InitializeAsync() => host.InitializeAsync();
    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Says_who_did_what_to_what_and_from_where()
    {
        var id = await host.CreateWebinarAsync("Gardening");
        await host.Organizer.PostAsync(new Uri($"/api/webinars/{id}/start", UriKind.Relative), null);
        await host.Organizer.PostAsync(new Uri($"/api/webinars/{id}/end", UriKind.Relative), null);
        await host.Organizer.DeleteAsync(new Uri($"/api/webinars/{id}", UriKind.Relative));

        var entries = (await LogAsync($"?search={id}")).GetProperty("entries").EnumerateArray().Reverse().ToArray();

        Assert.Equal(["webinarCreated", "webinarStarted", "webinarEnded", "webinarDeleted"], entries.Select(e => e.GetProperty("action").GetString()));
        Assert.All(entries, entry =>
        {
            Assert.Equal(ApiHost.Email, entry.GetProperty("actor").GetString());
            Assert.Equal("127.0.0.1", entry.GetProperty("address").GetString());
            Assert.Equal("Gardening", entry.GetProperty("detail").GetString());
        });
    }

    [Fact]
    public async Task Is_read_page_by_page_newest_first()
    {
        for (var i = 0; i < 5; i++)
            await Log.RecordAsync(AuditAction.LinkMade, $"webinar-{i}");

        var first = await LogAsync("?action=linkMade&limit=3");
        var second = await LogAsync($"?action=linkMade&limit=3&before={first.GetProperty("before").GetInt64()}");

        Assert.Equal(["webinar-4", "webinar-3", "webinar-2"], Subjects(first));
        Assert.Equal(["webinar-1", "webinar-0"], Subjects(second));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("before").ValueKind);
    }

    [Theory]
    [InlineData("GARDEN", 1)]
    [InlineData("100%25", 1)]
    [InlineData("%25", 1)]
    [InlineData("_", 0)]
    public async Task Is_searched_by_words_and_not_by_patterns(string search, int found)
    {
        await Log.RecordAsync(AuditAction.LinkRevoked, "w1", "Gardening, 100% by hand");
        Assert.Equal(found, Subjects(await LogAsync($"?action=linkRevoked&search={search}")).Count());
    }

    [Fact]
    public async Task Has_no_gaps_when_much_happens_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Log.RecordAsync(AuditAction.LinkMade, $"w{i}")));
        var check = await CheckAsync();
        Assert.Equal(JsonValueKind.Null, check.GetProperty("brokenAt").ValueKind);
        Assert.True(check.GetProperty("entries").GetInt64() >= 50);
    }

    [Theory]
    [InlineData("UPDATE", """UPDATE "Audit" SET "Actor" = 'somebody else' WHERE "Id" = 2""")]
    [InlineData("DELETE", """DELETE FROM "Audit" WHERE "Id" = 2""")]
    public async Task Cannot_be_changed_and_shows_it_when_it_was(string kind, string tampering)
    {
        await Log.RecordAsync(AuditAction.LinkMade, "w1");
        await Log.RecordAsync(AuditAction.LinkMade, "w2");
        await Log.RecordAsync(AuditAction.LinkMade, "w3");

        var refusal = await Assert.ThrowsAnyAsync<DbException>(() => ExecuteAsync(tampering));
        Assert.Contains("append-only", refusal.Message, StringComparison.Ordinal);

        var table = host is PostgresHost ? "ON \"Audit\"" : "";
        await ExecuteAsync($"DROP TRIGGER \"Audit_no_{kind}\" {table}; {tampering}");
        Assert.Equal(2, (await CheckAsync()).GetProperty("brokenAt").GetInt64());
    }

    [Fact]
    public async Task Finds_nothing_where_what_is_searched_is_no_text() => Assert.Empty(Subjects(await LogAsync("?search=%00")));

    [Fact]
    public async Task Keeps_each_entry_to_one_line_of_limited_length()
    {
        await Log.RecordAsync(AuditAction.SignInFailed, "eve\r\n1 SignedIn ann", new string('x', 10_000), new AuditActor(null, "::1"));
        var entry = (await LogAsync("?action=signInFailed")).GetProperty("entries")[0];
        Assert.Equal("eve  1 SignedIn ann", entry.GetProperty("subject").GetString());
        Assert.Equal(AuditEntry.MaxDetailLength, entry.GetProperty("detail").GetString()!.Length);
    }

    private AuditLog Log => host.Get<AuditLog>();

    private Task<JsonElement> LogAsync(string query) => host.Organizer.GetFromJsonAsync<JsonElement>($"/api/audit{query}");

    private Task<JsonElement> CheckAsync() => host.Organizer.GetFromJsonAsync<JsonElement>("/api/audit/check");

    private static IEnumerable<string?> Subjects(JsonElement page) =>
        page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("subject").GetString());

    private async Task ExecuteAsync(string sql)
    {
        await using var db = await host.Get<IDbContextFactory<BroadcastDb>>().CreateDbContextAsync();
        await db.Database.ExecuteSqlRawAsync(sql);
    }
}

public sealed class SqliteAuditLogTests() : AuditLogTests(new ApiHost());

[Trait("Category", "Servers")]
public sealed class PostgreSqlAuditLogTests() : AuditLogTests(new PostgresHost());
