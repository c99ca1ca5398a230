using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Webinars;

/// <summary>A named place in a running recording, which becomes a chapter.</summary>
public sealed record MarkerRequest([property: Required, StringLength(100, MinimumLength = 1)] string Label);
