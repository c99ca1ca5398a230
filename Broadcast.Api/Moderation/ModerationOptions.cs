using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Moderation;

/// <summary>Section <c>Moderation</c>: how people who were removed are kept out.</summary>
internal sealed class ModerationOptions
{
    public const string Section = "Moderation";

    /// <summary>
    /// For how long a browser that was never seen before is kept out if it comes by the link and from the address of somebody who was
    /// removed: who was removed would be one. Whoever was there before comes and goes as ever. Zero for not at all. Default 10 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "Moderation:NewcomerHold must be between 0 and a day.")]
    public TimeSpan NewcomerHold { get; set; } = TimeSpan.FromMinutes(10);
}
