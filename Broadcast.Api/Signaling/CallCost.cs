namespace Broadcast.Api.Signaling;

/// <summary>What hub calls cost beside their bytes, in ordinary calls.</summary>
public static class CallCost
{
    /// <summary>The dearest: builds the answer with everything that is on the stage.</summary>
    public const double OfJoin = 20;

    const double OfNewTransport = 10;
    const double OfDatabaseWrite = 2;

    public static double Of(string method) => method switch
    {
        nameof(StageHub.Join) => OfJoin,
        nameof(StageHub.CreateTransport) or nameof(StageHub.Produce) => OfNewTransport,
        nameof(StageHub.SendChat) => OfDatabaseWrite,
        _ => 1,
    };
}
