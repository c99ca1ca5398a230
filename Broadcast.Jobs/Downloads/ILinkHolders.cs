using Microsoft.AspNetCore.Http;

namespace Broadcast.Jobs.Downloads;

/// <summary>Those for whom links to files are made: somebody's session. A link ends with its holder.</summary>
public interface ILinkHolders
{
    /// <summary>On whose behalf the request being answered makes links: 1 to 64 of <c>A-Z a-z 0-9 _ -</c>.</summary>
    string Current { get; }

    /// <summary>Whether the holder is still there.</summary>
    Task<bool> IsThereAsync(string holder, CancellationToken cancellationToken);

    /// <summary>Whether a request comes from the holder itself, for whom its links do not expire.</summary>
    bool IsCaller(string holder, HttpContext request);
}
