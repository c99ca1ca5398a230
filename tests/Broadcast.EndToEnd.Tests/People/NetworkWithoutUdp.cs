using Microsoft.Playwright;

namespace Broadcast.EndToEnd.Tests.People;

/// <summary>As if a page's network let no UDP through: the page never hears of where it could be sent.</summary>
internal static class NetworkWithoutUdp
{
    private const string HideUdp = """
        const set = RTCPeerConnection.prototype.setRemoteDescription;
        window.connections = new Set();
        RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
          window.connections.add(this);
          return set.call(this, { type, sdp: sdp.split('\r\n').filter(line => !/^a=candidate:.* udp /i.test(line)).join('\r\n') });
        };
        """;

    private const string SelectedProtocols = """
        async () => {
          const protocols = new Set();
          for (const connection of window.connections) {
            const stats = await connection.getStats();
            for (const { type, selectedCandidatePairId } of stats.values()) {
              if (type !== 'transport' || !selectedCandidatePairId) continue;
              const pair = stats.get(selectedCandidatePairId);
              protocols.add(stats.get(pair.localCandidateId).protocol).add(stats.get(pair.remoteCandidateId).protocol);
            }
          }
          return [...protocols];
        }
        """;

    /// <summary>Puts a page that has not been opened yet behind it; <see cref="PageMedia"/> reads its connections.</summary>
    public static async Task<IPage> AroundAsync(IPage page)
    {
        await page.AddInitScriptAsync(HideUdp);
        return page;
    }

    /// <summary>How the media of a page behind it travel, all connections and both ends of each taken together.</summary>
    public static Task<string[]> ProtocolsAsync(IPage page) => page.EvaluateAsync<string[]>(SelectedProtocols);
}
