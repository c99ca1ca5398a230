namespace Broadcast.Api.Signaling;

/// <summary>What hub calls cost beside their bytes, in ordinary calls.</summary>
internal static class CallCost
{
    /// <summary>The dearest: builds the answer with everything that is on the stage, and a transport.</summary>
    public const double OfWatch = OfJoin + OfNewTransport;

    private const double OfJoin = 20;

    private const double OfNewTransport = 10;
    private const double OfDatabase = 2;

    public static double Of(string method) => method switch
    {
        nameof(StageHub.Watch) => OfWatch,
        nameof(StageHub.Join) => OfJoin,
        nameof(StageHub.CreateTransport) or nameof(StageHub.Produce) => OfNewTransport,
        nameof(StageHub.SendChat) or nameof(StageHub.AskQuestion) or nameof(StageHub.VoteQuestion) or nameof(StageHub.MyQuestions)
            or nameof(StageHub.ShowQuestion) or nameof(StageHub.AnswerQuestion) => OfDatabase,
        _ => 1,
    };
}
