using System.ComponentModel.DataAnnotations;
using Broadcast.Api.Signaling;

namespace Broadcast.Api.Limits;

/// <summary>
/// Section <c>Limits</c>: how much one guest, one address and one webinar may ask of this process. With the defaults a webinar of 10,000
/// viewers behind one company's address can come, and come back, at once. An address is one of IPv4, or a /64 of IPv6.
/// </summary>
internal sealed class LimitsOptions : IValidatableObject
{
    public const string Section = "Limits";

    /// <summary>Hub connections from one address. Default 25,000: those that were lost linger for half a minute while everybody comes back.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "Limits:ConnectionsPerAddress must be at least 1.")]
    public int ConnectionsPerAddress { get; set; } = 25_000;

    /// <summary>A hub connection that has not joined by then is cut. Default a minute.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00", ErrorMessage = "Limits:JoinDeadline must be between 5 seconds and an hour.")]
    public TimeSpan JoinDeadline { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A hub connection that has begun a message and not finished it by then is cut. Default half a minute.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00", ErrorMessage = "Limits:MessageDeadline must be between 5 seconds and an hour.")]
    public TimeSpan MessageDeadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Bytes that wait for a hub connection that reads slowly; with more it is cut. Must hold the answer to <c>Join</c>, with
    /// <see cref="ChatHistoryBytes"/> and <see cref="QuestionBytes"/> in it. Default 262,144.
    /// </summary>
    [Range(128 * 1024, 64 * 1024 * 1024, ErrorMessage = "Limits:SendQueueBytes must be between 131072 and 67108864.")]
    public int SendQueueBytes { get; set; } = 256 * 1024;

    /// <summary>Joins from one address by one link. Default 20,000 at once, then 100 a second.</summary>
    public Rate Joins { get; set; } = new() { Burst = 20_000, PerSecond = 100 };

    /// <summary>
    /// Hub calls of one connection, an ordinary one counting 1, a dear one more (<see cref="CallCost"/>). Default 500 at once,
    /// then 20 a second. Refused calls count, too: who owes <c>Burst</c> is cut.
    /// </summary>
    public Rate Calls { get; set; } = new() { Burst = 500, PerSecond = 20 };

    /// <summary>Bytes from a connection that count as much as one call. Default 2,048.</summary>
    [Range(64, 1024 * 1024, ErrorMessage = "Limits:BytesPerCall must be between 64 and 1048576.")]
    public int BytesPerCall { get; set; } = 2 * 1024;

    /// <summary>People in one webinar, with those whose connection was lost a moment ago. Default 15,000.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "Limits:ParticipantsPerWebinar must be at least 1.")]
    public int ParticipantsPerWebinar { get; set; } = 15_000;

    /// <summary>Of <see cref="ParticipantsPerWebinar"/>, places that viewers cannot take. Default 100.</summary>
    [Range(0, int.MaxValue, ErrorMessage = "Limits:ReservedForPresenters must not be negative.")]
    public int ReservedForPresenters { get; set; } = 100;

    /// <summary>Chat messages and questions of one person. Default 5 at once, then one every 2 seconds.</summary>
    public Rate Chat { get; set; } = new() { Burst = 5, PerSecond = 0.5 };

    /// <summary>Chat messages and questions of viewers from one address in one webinar. Default 50 at once, then 10 a second.</summary>
    public Rate ChatPerAddress { get; set; } = new() { Burst = 50, PerSecond = 10 };

    /// <summary>Chat messages and questions of all viewers of one webinar. Default 100 at once, then 20 a second.</summary>
    public Rate ChatPerWebinar { get; set; } = new() { Burst = 100, PerSecond = 20 };

    /// <summary>Connection checks (<c>/check</c>) that go on at once. Default 20; 0 for none.</summary>
    [Range(0, 10_000, ErrorMessage = "Limits:Checks must be between 0 and 10000.")]
    public int Checks { get; set; } = 20;

    /// <summary>Of those, checks from one address. Default 5.</summary>
    [Range(0, 10_000, ErrorMessage = "Limits:ChecksPerAddress must be between 0 and 10000.")]
    public int ChecksPerAddress { get; set; } = 5;

    /// <summary>Bytes of the latest chat messages that a newcomer is given. Default 100,000.</summary>
    [Range(0, 1_000_000, ErrorMessage = "Limits:ChatHistoryBytes must be between 0 and 1000000.")]
    public int ChatHistoryBytes { get; set; } = 100_000;

    /// <summary>Bytes of the questions that a newcomer is given: with so many open, no further one is taken. Default 40,000.</summary>
    [Range(10_000, 1_000_000, ErrorMessage = "Limits:QuestionBytes must be between 10000 and 1000000.")]
    public int QuestionBytes { get; set; } = 40_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        (string Name, Rate Rate)[] rates =
        [
            (nameof(Joins), Joins), (nameof(Calls), Calls),
            (nameof(Chat), Chat), (nameof(ChatPerAddress), ChatPerAddress), (nameof(ChatPerWebinar), ChatPerWebinar),
        ];
        foreach (var (name, rate) in rates)
        {
            if (!(rate.Burst >= 1))
                yield return new ValidationResult($"{Section}:{name}:Burst must be at least 1.");
            if (!(rate.PerSecond > 0))
                yield return new ValidationResult($"{Section}:{name}:PerSecond must be more than 0.");
        }
        if (Calls.Burst < CallCost.OfWatch)
            yield return new ValidationResult($"{Section}:{nameof(Calls)}:Burst must be at least {CallCost.OfWatch}, which is what joining costs.");
        if (ReservedForPresenters >= ParticipantsPerWebinar)
            yield return new ValidationResult($"{Section}:{nameof(ReservedForPresenters)} must be less than {Section}:{nameof(ParticipantsPerWebinar)}.");
        if (ChatHistoryBytes > SendQueueBytes / 2)
            yield return new ValidationResult($"{Section}:{nameof(ChatHistoryBytes)} must be at most half of {Section}:{nameof(SendQueueBytes)}.");
        if (ChatHistoryBytes + QuestionBytes > SendQueueBytes / 4L * 3)
            yield return new ValidationResult($"{Section}:{nameof(ChatHistoryBytes)} and {Section}:{nameof(QuestionBytes)} must be at most three quarters of {Section}:{nameof(SendQueueBytes)}.");
    }
}
