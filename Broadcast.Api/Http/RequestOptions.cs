using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Http;

/// <summary>Section <c>Requests</c>: how large what is sent to us may be.</summary>
internal sealed class RequestOptions
{
    public const string Section = "Requests";

    /// <summary>Bytes of the body of an HTTP request; a larger one is answered 413. Default 65,536.</summary>
    [Range(1_024, 1 << 24, ErrorMessage = "Requests:BodyBytes must be between 1,024 and 16,777,216.")]
    public int BodyBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// Bytes of one message to the hub; a larger one ends its connection. Default 131,072: a browser with every codec and header
    /// extension there is sends 20,000.
    /// </summary>
    [Range(32_768, 1 << 24, ErrorMessage = "Requests:HubMessageBytes must be between 32,768 and 16,777,216.")]
    public int HubMessageBytes { get; set; } = 128 * 1024;
}
