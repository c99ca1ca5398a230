using Broadcast.Jobs.Downloads;

namespace Broadcast.Api.Identity;

/// <summary>Links to files are made for the session of whoever looks at the recording, and end with it.</summary>
internal sealed class SessionLinkHolders(Sessions sessions, IHttpContextAccessor http) : ILinkHolders
{
    public string Current => http.HttpContext?.User.SessionIdOf() ?? throw new InvalidOperationException("Only who is signed in gets links to files.");

    public async Task<bool> IsThereAsync(string holder, CancellationToken ct) => await sessions.EmailOfAsync(holder, ct) is not null;

    public bool IsCaller(string holder, HttpContext request) => request.User.SessionIdOf() == holder;
}
