using Microsoft.AspNetCore.Http;

namespace Broadcast.Jobs.Downloads;

/// <summary>In a host without sessions a link works for whoever has it until it expires or is taken back.</summary>
internal sealed class NoLinkHolders : ILinkHolders
{
    public string Current => "nobody";
    public Task<bool> IsThereAsync(string holder, CancellationToken cancellationToken) => Task.FromResult(true);
    public bool IsCaller(string holder, HttpContext request) => false;
}
