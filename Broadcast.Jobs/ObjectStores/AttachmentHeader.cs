using System.Net.Http.Headers;

namespace Broadcast.Jobs.ObjectStores;

/// <summary>The Content-Disposition by which a browser saves an answer under a name (RFC 6266).</summary>
internal static class AttachmentHeader
{
    public static string For(string fileName) => new ContentDispositionHeaderValue("attachment") { FileNameStar = fileName }.ToString();
}
