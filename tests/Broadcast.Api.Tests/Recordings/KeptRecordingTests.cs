using System.Net;
using System.Net.Http.Json;
using Broadcast.Jobs.Catalogue;

namespace Broadcast.Api.Tests.Recordings;

public abstract class KeptRecordingTests(ApiHost host) : IAsyncLifetime
{
    public Task InitializeAsync() => host.InitializeAsync();
    public Task DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData(true, RecordingState.Ready)]
    [InlineData(true, RecordingState.Processing)]
    [InlineData(false, RecordingState.Recording)]
    public async Task Keeps_its_webinar_from_being_deleted(bool legalHold, RecordingState state)
    {
        var id = await host.CreateWebinarAsync();
        await host.AddRecordingAsync(id, state: state, legalHold: legalHold);
        var answer = await host.Organizer.DeleteAsync(new Uri($"/api/webinars/{id}", UriKind.Relative));
        await answer.AssertProblemAsync(HttpStatusCode.Conflict, "conflict");
        Assert.Equal(id, (await host.WebinarAsync(id)).GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.OK, (await host.Organizer.GetAsync(await host.VideoLinkAsync())).StatusCode);
    }

    [Theory]
    [InlineData("0002-01-01T00:00:00Z")]
    [InlineData("2026-11-21T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public async Task Is_kept_until_a_day_that_lies_ahead_and_that_somebody_may_see(string expiresAt)
    {
        await host.AddRecordingAsync(await host.CreateWebinarAsync());
        var answer = await host.Organizer.PutAsJsonAsync($"/api/recordings/{StoredRecording.Id}/retention", new { expiresAt, legalHold = false });
        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }
}

public sealed class SqliteKeptRecordingTests() : KeptRecordingTests(new ApiHost());

[Trait("Category", "Servers")]
public sealed class PostgreSqlKeptRecordingTests() : KeptRecordingTests(new PostgresHost());
