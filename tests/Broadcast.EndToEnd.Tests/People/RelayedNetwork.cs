using Microsoft.Playwright;

namespace Broadcast.EndToEnd.Tests.People;

/// <summary>As if a page's network let nothing through but the way to one TURN server.</summary>
internal static class RelayedNetwork
{
    private const string RelayOnly = """
        window.connections = new Set();
        window.RTCPeerConnection = class extends RTCPeerConnection {
          constructor({ iceServers, ...rest }) {
            const servers = iceServers.map(server => ({ ...server, urls: server.urls.filter(url => url === 'THE_URL') }));
            super({ ...rest, iceServers: servers, iceTransportPolicy: 'relay' });
            window.connections.add(this);
          }
        };
        """;

    private const string SelectedRelays = """
        async () => {
          const relays = new Set();
          for (const connection of window.connections) {
            const stats = await connection.getStats();
            for (const { type, selectedCandidatePairId } of stats.values()) {
              if (type !== 'transport' || !selectedCandidatePairId) continue;
              const { candidateType, relayProtocol } = stats.get(stats.get(selectedCandidatePairId).localCandidateId);
              relays.add(`${candidateType} ${relayProtocol}`);
            }
          }
          return [...relays];
        }
        """;

    /// <summary>Puts a page that has not been opened yet behind it; <see cref="PageMedia"/> reads its connections.</summary>
    public static async Task<IPage> AroundAsync(IPage page, string url)
    {
        await page.AddInitScriptAsync(RelayOnly.Replace("THE_URL", url, StringComparison.Ordinal));
        return page;
    }

    /// <summary>How the page's end of its media connections is reached, such as <c>relay tls</c>.</summary>
    public static Task<string[]> RelaysAsync(IPage page) => page.EvaluateAsync<string[]>(SelectedRelays);
}
