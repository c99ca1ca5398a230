using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Nodes;

/// <summary>That a media node is to be emptied.</summary>
/// <param name="WithinMinutes">When whatever is left there is closed.</param>
internal sealed record DrainRequest([property: Range(0, 1_440)] int WithinMinutes = 10);
