using Broadcast.Jobs.Downloads;
using Microsoft.AspNetCore.Http;

namespace Broadcast.Jobs.Tests.Downloads;

/// <summary>One holder, who is there or not and sends every request or none.</summary>
internal sealed class ScriptedHolders : ILinkHolders
{
    public string Current => "session";
    public bool AreThere { get; set; } = true;
    public string? Caller { get; set; }

    public Task<bool> IsThereAsync(string holder, CancellationToken ct) => Task.FromResult(AreThere);
    public bool IsCaller(string holder, HttpContext request) => holder == Caller;
}
