using Broadcast.Api.Data;
using Broadcast.Api.Moderation;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Stage;

/// <summary>Somebody in an audience, as far as the stage has to know them.</summary>
/// <param name="Visitor">Null for a participant inside a process.</param>
internal sealed record Attendant(ParticipantId Id, string DisplayName, StageRole Role, string LinkId, Visitor? Visitor, QualityBlame Blame = default)
{
    /// <summary>Presenters, then viewers in trouble, then everybody else, each by their names.</summary>
    public static IEnumerable<Attendant> InOrder(IEnumerable<Attendant> people) => people
        .OrderByDescending(each => each.Role)
        .ThenBy(each => each.Blame == QualityBlame.Nobody)
        .ThenBy(each => each.DisplayName, StringComparer.Ordinal);
}

/// <param name="People">As in <see cref="Attendant.InOrder"/>.</param>
internal sealed record Attendants(IReadOnlyList<Attendant> People);
