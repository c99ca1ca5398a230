using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Stage;

/// <summary>Section <c>Stage</c>: what becomes of a live webinar that no presenter is in any more.</summary>
internal sealed class StageOptions : IValidatableObject
{
    public const string Section = "Stage";

    /// <summary>For how long no presenter may be there before the organizer is told. Default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00", ErrorMessage = "Stage:UnattendedAfter must be between 10 s and a day.")]
    public TimeSpan UnattendedAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>For how long no presenter may be there before the webinar ends by itself. 0 never ends it. Default 30 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00", ErrorMessage = "Stage:EndUnattendedAfter must be between 0 and 7 days.")]
    public TimeSpan EndUnattendedAfter { get; set; } = TimeSpan.FromMinutes(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (EndUnattendedAfter > TimeSpan.Zero && EndUnattendedAfter < UnattendedAfter)
            yield return new ValidationResult("Stage:EndUnattendedAfter must not be shorter than Stage:UnattendedAfter, or 0.");
    }
}
