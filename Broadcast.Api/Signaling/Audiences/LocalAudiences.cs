using System.Collections.Concurrent;
using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;
using Broadcast.Api.Text;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>The audiences of this process, one per webinar that somebody here is in.</summary>
internal sealed class LocalAudiences : IHostedService
{
    private readonly AudienceServices services;
    private readonly ConcurrentDictionary<WebinarId, LocalAudience> audiences = new();
    private readonly ConcurrentDictionary<WebinarId, Lazy<Task<LocalAudience>>> opening = new();

    public LocalAudiences(AudienceServices services)
    {
        this.services = services;
        services.Connections.Expired += (connection, seat) => _ = RemoveAsync(seat, connection);
    }

    /// <summary>How many there are in each, without those who see no picture.</summary>
    public IEnumerable<(WebinarId Webinar, AudienceCount Count)> Counts => audiences.Values.Select(audience => (audience.Webinar, audience.Count));

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before the silo goes: nothing more is reported, and the grains notice by that who is gone.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var audience in audiences.Values)
            audience.StopReporting();
        return Task.CompletedTask;
    }

    private LocalAudience? Find(WebinarId webinar) => audiences.GetValueOrDefault(webinar);

    /// <summary>Lets the bearer of a link in.</summary>
    /// <param name="displayName">Cleaned (<see cref="PlainText"/>).</param>
    /// <param name="seatSecret">Gives who had it before their seat again (<see cref="SeatSecret"/>); null for a new one.</param>
    /// <param name="resume">Transports that they have and want to keep; null for none.</param>
    /// <exception cref="StageException">The name is not one, they were removed, the webinar is gone, or the media node is.</exception>
    public async Task<(LocalAudience Audience, Participant Participant, Joined Joined)> JoinAsync(
        Guest guest, string displayName, string? seatSecret, IReadOnlyCollection<TransportId>? resume)
    {
        var name = DisplayName.Of(displayName, guest.Link.Role);
        if (name.Length == 0)
            throw new StageException(StageErrorCode.InvalidRequest, "The display name has nothing in it that viewers' names may have.");
        var id = seatSecret is null ? new ParticipantId(NewId.Create()) : SeatSecret.ParticipantOf(guest.Link, seatSecret);
        var participant = new Participant(id, guest, name);
        while (true)
        {
            var audience = await OpenAsync(guest.Link.WebinarId);
            try
            {
                // An audience may end, because its last participant left, between being found and being entered.
                if (await audience.TryJoinAsync(participant, resume) is { } joined)
                    return (audience, participant, joined);
            }
            catch
            {
                await audience.CloseIfEmptyAsync();
                throw;
            }
        }
    }

    /// <summary>Who sits in a seat by this connection, and where.</summary>
    /// <returns>Null if they were removed, or the seat was taken from another connection.</returns>
    public (LocalAudience Audience, Participant Participant)? Find(Seat seat, string connection) =>
        Find(seat.Webinar) is { } audience && audience.Find(seat.Participant) is { } participant && participant.ConnectionId == connection
            ? (audience, participant)
            : null;

    /// <summary>Takes whoever sits there by this connection off the stage.</summary>
    public Task RemoveAsync(Seat seat, string connection) =>
        Find(seat, connection) is var (audience, participant) ? audience.RemoveAsync(participant) : Task.CompletedTask;

    private async Task<LocalAudience> OpenAsync(WebinarId webinar) =>
        Find(webinar) ?? await opening.GetOrAdd(webinar, _ => new Lazy<Task<LocalAudience>>(() => OpenNewAsync(webinar))).Value;

    private async Task<LocalAudience> OpenNewAsync(WebinarId webinar)
    {
        try
        {
            // In nobody's name: everybody who comes now shares it.
            await Task.Yield();
            return audiences[webinar] = Find(webinar) ?? await LocalAudience.OpenAsync(webinar, services, Close);
        }
        finally
        {
            opening.TryRemove(webinar, out _);
        }
    }

    private void Close(LocalAudience audience) => audiences.TryRemove(KeyValuePair.Create(audience.Webinar, audience));
}
