using System.ComponentModel.DataAnnotations;

namespace Broadcast.Jobs.Settings;

/// <summary>Section <c>Journal</c>: for how long a published recording can be made again.</summary>
public sealed class JournalOptions
{
    public const string Section = "Journal";

    /// <summary>
    /// Days after publication for which a recording's journal is kept, unless it is on legal hold or being made again: then it stays until
    /// that is over. 0 keeps it as long as the recording. Default: 30.
    /// </summary>
    [Range(0, 36_500, ErrorMessage = "Journal:KeepDays must be between 0 and 36500.")]
    public int KeepDays { get; set; } = 30;
}
