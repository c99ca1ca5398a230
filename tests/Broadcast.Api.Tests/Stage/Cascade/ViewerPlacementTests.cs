using Broadcast.Api.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Tests.Stage.Cascade;

/// <summary>Which node a viewer is placed on.</summary>
public sealed class ViewerPlacementTests
{
    private static readonly NodeId[] Nodes = [new("10.0.0.1-4480"), new("10.0.0.2-4480"), new("10.0.0.3-4480"), new("10.0.0.4-4480")];

    [Fact]
    public void Where_the_webinar_is_already_comes_first_while_there_is_room()
    {
        Assert.Equal([Nodes[2]], ChosenOf([Well(0, records: true), Well(1), Well(2, busy: 0.5), Well(3)], carrying: [0, 2]));
        Assert.Equal([Nodes[1], Nodes[3]], ChosenOf([Well(0, records: true), Well(1), Well(2, busy: 0.8), Well(3)], carrying: [0, 2]).Except([Nodes[2]]));
    }

    [Fact]
    public void A_node_that_records_is_for_presenters_as_long_as_another_is_well()
    {
        Assert.Equal([Nodes[1]], ChosenOf([Well(0, records: true), Well(1)], carrying: [0]));
        Assert.Equal([Nodes[0]], ChosenOf([Well(0, records: true), Ill(1)], carrying: [0]));
    }

    [Fact]
    public void Viewers_stay_in_the_region_of_their_process_while_a_node_there_is_well()
    {
        Assert.Equal([Nodes[2]], ChosenOf([Well(1, region: "fra"), Well(2, region: "sin")], carrying: [1], region: "sin"));
        Assert.Equal([Nodes[1]], ChosenOf([Well(1, region: "fra"), Ill(2, region: "sin")], carrying: [1], region: "sin"));
    }

    [Fact]
    public void Nothing_is_known_or_all_were_tried_in_vain_so_it_is_the_origin()
    {
        Assert.Equal([Nodes[3]], ChosenOf([], carrying: [3]));
        Assert.Equal([Nodes[3]], ChosenOf([Well(1)], carrying: [3], avoided: [1]));
    }

    [Fact]
    public void Those_who_were_just_placed_count_before_their_node_has_said_so()
    {
        var placement = New(region: null);
        placement.Take(new NodeStates([Well(1), Well(2, busy: 0.3)]));
        var chosen = Enumerable.Range(0, 600).Select(_ => placement.Choose([Nodes[1], Nodes[2]], [])).ToList();
        Assert.Equal(450, chosen.Count(node => node == Nodes[1]), 60.0);
    }

    [Fact]
    public void A_node_that_was_just_lost_is_left_alone_for_some_seconds_whatever_is_said_of_it()
    {
        var time = new ManualTime();
        var placement = New(region: null, time);
        placement.Take(new NodeStates([Well(0, records: true), Well(1)]));
        placement.Lose(Nodes[1]);
        placement.Take(new NodeStates([Well(0, records: true), Well(1)]));
        Assert.Equal(Nodes[0], placement.Choose([Nodes[0], Nodes[1]], []));

        time.Advance(ViewerPlacement.Quarantine);
        Assert.Equal(Nodes[1], placement.Choose([Nodes[0], Nodes[1]], []));
    }

    private static IEnumerable<NodeId> ChosenOf(
        NodeLoad[] loads, int[] carrying, string? region = null, int[]? avoided = null)
    {
        var placement = New(region);
        placement.Take(new NodeStates(loads));
        return Enumerable.Range(0, 100).Select(_ => placement.Choose([.. carrying.Select(each => Nodes[each])], [.. (avoided ?? []).Select(each => Nodes[each])]))
            .Distinct().Order(Comparer<NodeId>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value)));
    }

    private static ViewerPlacement New(string? region, TimeProvider? time = null)
    {
        var settings = new NodesOptions { Nodes = [.. Nodes.Select(node => new NodeOptions { Address = new Uri($"ws://{node.Value.Replace('-', ':')}/control") })] };
        return new ViewerPlacement(
            new NodeConnector(Options.Create(settings), services: null!), grains: null!,
            Options.Create(new PlacementOptions { Region = region }), time ?? TimeProvider.System, NullLogger<ViewerPlacement>.Instance);
    }

    private static NodeLoad Well(int node, double busy = 0, bool records = false, string? region = null) => new(Nodes[node], 0, busy, records, region, []);

    private static NodeLoad Ill(int node, string? region = null) => new(Nodes[node], 0, 0, Records: false, region, ["It is out of reach."]);
}
