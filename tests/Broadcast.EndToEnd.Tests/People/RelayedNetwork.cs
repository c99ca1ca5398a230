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

    /// <summary>Puts a page that has not been opened yet behind it; <see cref="PageMedia"/> reads its connections.</summary>
    public static async Task<IPage> AroundAsync(IPage page, string url)
    {
        await page.AddInitScriptAsync(RelayOnly.Replace("THE_URL", url, StringComparison.Ordinal));
        return page;
    }

    /// <summary>How the page's end of its media connections is reached, such as <c>relay tls</c>.</summary>
    public static async Task<string[]> RelaysAsync(IPage page) =>
        [.. (await PageMedia.SelectedPairsAsync(page)).Select(pair => $"{pair.Local.CandidateType} {pair.Local.RelayProtocol}").Distinct()];
}
