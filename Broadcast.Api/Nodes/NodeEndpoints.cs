using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Http;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Microsoft.AspNetCore.Http.HttpResults;
using Accepted = Broadcast.Sfu.Control.Responses.Accepted;

namespace Broadcast.Api.Nodes;

/// <summary>The media nodes, for who operates them.</summary>
internal static class NodeEndpoints
{
    public static IEndpointRouteBuilder MapNodes(this IEndpointRouteBuilder routes)
    {
        var nodes = routes.MapGroup("/api/nodes").WithTags("Nodes").RequireAuthorization();
        nodes.MapGet("", List);
        nodes.MapPost("/{id}/drain", Drain);
        nodes.MapDelete("/{id}/drain", Keep);
        return routes;
    }

    private static async Task<Ok<MediaNodeView[]>> List(IGrainFactory grains)
    {
        var states = await grains.GetGrain<INodeDirectoryGrain>(0).CheckAsync();
        return TypedResults.Ok(await Task.WhenAll(states.Nodes.Select(node => ViewAsync(node, grains))));
    }

    /// <summary>Has everybody who is there go on elsewhere, and nobody come. Asked again, it changes when that is to be over.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> Drain(
        string id, DrainRequest request, NodeConnector connector, IGrainFactory grains, AuditLog audit)
    {
        if (connector.Nodes.Count == 1 && connector.Nodes.Contains(new(id)))
            return Problems.Conflict("There is no other media node that could take over.");
        var within = TimeSpan.FromMinutes(request.WithinMinutes);
        if (await AskAsync(id, within, connector, grains) is { } problem)
            return problem;
        await audit.RecordAsync(AuditAction.NodeDrained, id, $"Within {request.WithinMinutes} minutes");
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Keep(string id, NodeConnector connector, IGrainFactory grains, AuditLog audit)
    {
        if (await AskAsync(id, within: null, connector, grains) is { } problem)
            return problem;
        await audit.RecordAsync(AuditAction.NodeKept, id);
        return TypedResults.NoContent();
    }

    /// <returns>Null if the node knows.</returns>
    private static async Task<ProblemHttpResult?> AskAsync(string id, TimeSpan? within, NodeConnector connector, IGrainFactory grains)
    {
        if (!connector.Nodes.Contains(new(id)))
            return Problems.NotFound("There is no such media node.");
        return await grains.GetGrain<IMediaNodeGrain>(id).RequestAsync(new LeaveNode((long?)within?.TotalMilliseconds)) switch
        {
            Accepted => null,
            ControlError { Code: ControlErrorCode.Unsupported } => Problems.Conflict("The media node is of a version that cannot be drained: stop it when nobody is there."),
            ControlError error => Problems.MediaUnavailable(error.Message),
            _ => Problems.MediaUnavailable("The media node does not answer."),
        };
    }

    private static async Task<MediaNodeView> ViewAsync(NodeLoad load, IGrainFactory grains) => new(
        load.Node, load.Region, load.Records, load.Busy, load.Routers, await grains.GetGrain<IMediaNodeGrain>(load.Node.Value).ReceiversAsync(), load.Ailments,
        load.LeavesAt);
}
