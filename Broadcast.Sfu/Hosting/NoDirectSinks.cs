using System.Text.Json;
using Broadcast.Sfu.Routing.Consumers;

namespace Broadcast.Sfu.Hosting;

/// <summary>A node that records nothing: every sink is unknown. The Recorder registers its own provider instead.</summary>
internal sealed class NoDirectSinks : IDirectSinkProvider
{
    public IDirectSink? TryOpen(string sink, Action<JsonElement> report, out string? refusal)
    {
        refusal = null;
        return null;
    }

    public void End(string sink)
    {
    }
}
