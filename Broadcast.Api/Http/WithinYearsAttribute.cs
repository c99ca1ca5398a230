using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Http;

/// <summary>
/// A moment that people plan for: not before the year 2000 and at most so many years ahead. Beyond that somebody mistyped, and what is
/// computed from it leaves the calendar.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WithinYearsAttribute(int years) : ValidationAttribute
{
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether it must lie ahead.</summary>
    public bool InFuture { get; init; }

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (value is not DateTimeOffset moment)
            return ValidationResult.Success;
        var now = (validationContext.GetService(typeof(TimeProvider)) as TimeProvider ?? TimeProvider.System).GetUtcNow();
        if (moment > now.AddYears(years))
            return Refuse($"must not lie more than {years} years ahead.", validationContext);
        if (InFuture && moment <= now)
            return Refuse("must lie ahead.", validationContext);
        return moment >= Earliest ? ValidationResult.Success : Refuse("must not lie before the year 2000.", validationContext);
    }

    private static ValidationResult Refuse(string what, ValidationContext context) => new($"{context.DisplayName} {what}", [context.MemberName!]);
}
