using System.Text.Json;
using Microsoft.Playwright;

namespace Broadcast.EndToEnd.Tests.People;

/// <summary>What the connections of a page say of their media (getStats).</summary>
internal static class PageMedia
{
    /// <summary>Runs in a page before its own scripts, and takes note of its connections.</summary>
    public const string RememberConnections = """
        window.connections = new Set();
        window.RTCPeerConnection = class extends RTCPeerConnection {
          constructor(...args) { super(...args); window.connections.add(this); }
        };
        """;

    /// <summary>A function that gives the entries of a type.</summary>
    public const string Read = """
        async type => {
          const found = [];
          for (const connection of window.connections) {
            for (const entry of (await connection.getStats()).values()) if (entry.type === type) found.push(entry);
          }
          return found;
        }
        """;

    private const string SelectedPairs = """
        async () => {
          const pairs = [];
          for (const connection of window.connections) {
            const stats = await connection.getStats();
            for (const { type, selectedCandidatePairId } of stats.values()) {
              if (type !== 'transport' || !selectedCandidatePairId) continue;
              const { localCandidateId, remoteCandidateId } = stats.get(selectedCandidatePairId);
              pairs.push({ local: stats.get(localCandidateId), remote: stats.get(remoteCandidateId) });
            }
          }
          return pairs;
        }
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Takes note of the connections of a page that has not been opened yet.</summary>
    public static async Task<IPage> OfAsync(IPage page)
    {
        await page.AddInitScriptAsync(RememberConnections);
        return page;
    }

    /// <summary>The video that is sent, by its rid.</summary>
    public static Task<IReadOnlyList<RtpStream>> SentAsync(IPage page) => ReadAsync(page, "outbound-rtp");

    public static Task<IReadOnlyList<RtpStream>> ReceivedAsync(IPage page) => ReadAsync(page, "inbound-rtp");

    /// <summary>The way that the media of each connection take.</summary>
    public static async Task<IReadOnlyList<CandidatePair>> SelectedPairsAsync(IPage page) =>
        (await page.EvaluateAsync<JsonElement>(SelectedPairs)).Deserialize<IReadOnlyList<CandidatePair>>(Json) ?? [];

    /// <summary>Looks once a second until what is seen is as wished.</summary>
    /// <returns>The last look, when it is or when patience is over.</returns>
    public static async Task<T> WaitAsync<T>(Func<Task<T>> look, Func<T, bool> isSo, int seconds = 30)
    {
        for (var i = 0; ; i++)
        {
            var seen = await look();
            if (isSo(seen) || i == seconds)
                return seen;
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>What <see cref="Read"/> gave.</summary>
    public static IReadOnlyList<RtpStream> StreamsOf(JsonElement entries) => entries.Deserialize<IReadOnlyList<RtpStream>>(Json) ?? [];

    private static async Task<IReadOnlyList<RtpStream>> ReadAsync(IPage page, string type) => StreamsOf(await page.EvaluateAsync<JsonElement>(Read, type));
}

/// <summary>An entry of type <c>inbound-rtp</c> or <c>outbound-rtp</c>.</summary>
internal sealed record RtpStream(
    string Kind, string? Mid, string? Rid, bool? Active, int FrameHeight, double FramesPerSecond, long FramesEncoded, long FramesSent, long FramesReceived, long FramesDecoded, long BytesSent, long BytesReceived,
    string? ContentType, string? ScalabilityMode, string? QualityLimitationReason, double TargetBitrate);

/// <summary>Where a connection's media leave the page and where they go.</summary>
internal sealed record CandidatePair(IceCandidate Local, IceCandidate Remote);

/// <summary>An entry of type <c>local-candidate</c> or <c>remote-candidate</c>.</summary>
internal sealed record IceCandidate(string Protocol, string? Address, string CandidateType, string? RelayProtocol, string? UsernameFragment);
