using System.Text.Json;
using Microsoft.Playwright;

namespace Broadcast.Bench.NetworkBrowser;

/// <summary>What a viewer's browser says of the media it gets, five times a second, with the clock of its page.</summary>
/// <param name="AtMs">Unix milliseconds.</param>
/// <param name="Frames">Decoded so far.</param>
/// <param name="Height">Of the last one.</param>
/// <param name="FrozenMs">How long the picture stood still so far (W3C <c>totalFreezesDuration</c>).</param>
/// <param name="Concealed">Samples of sound that were made up so far, but for silence.</param>
/// <param name="Samples">All samples so far.</param>
internal sealed record Reception(double AtMs, long Frames, int Height, double FrozenMs, double Concealed, double Samples)
{
    private const string Watch = """
        () => {
          window.reception = [];
          setInterval(async () => {
            let video, audio;
            for (const connection of window.connections) {
              for (const entry of (await connection.getStats()).values()) {
                if (entry.type !== 'inbound-rtp') continue;
                if (entry.kind === 'video') video = entry; else audio = entry;
              }
            }
            window.reception.push({
              atMs: Date.now(), frames: video?.framesDecoded ?? 0, height: video?.frameHeight ?? 0, frozenMs: (video?.totalFreezesDuration ?? 0) * 1000,
              concealed: (audio?.concealedSamples ?? 0) - (audio?.silentConcealedSamples ?? 0), samples: audio?.totalSamplesReceived ?? 0,
            });
          }, 200);
        }
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Watches a page that has not been opened yet.</summary>
    public static Task BeginAsync(IPage page) => page.AddInitScriptAsync($"({Watch})()");

    /// <returns>All of it, oldest first.</returns>
    public static async Task<IReadOnlyList<Reception>> ReadAsync(IPage page) =>
        (await page.EvaluateAsync<JsonElement>("() => window.reception")).Deserialize<IReadOnlyList<Reception>>(Json) ?? [];
}
