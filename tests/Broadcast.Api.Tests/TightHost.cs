namespace Broadcast.Api.Tests;

/// <summary>The app with limits that a test reaches.</summary>
public sealed class TightHost : ApiHost
{
    public const int Calls = 100;
    public const int Joins = 3;
    public const int Participants = 4;
    public const int Reserved = 2;
    public const int ChatHistoryBytes = 10_000;

    protected override string[] Settings =>
    [
        "--Limits:Calls:Burst", $"{Calls}", "--Limits:Joins:Burst", $"{Joins}",
        "--Limits:ParticipantsPerWebinar", $"{Participants}", "--Limits:ReservedForPresenters", $"{Reserved}",
        "--Limits:ChatHistoryBytes", $"{ChatHistoryBytes}",
    ];
}
