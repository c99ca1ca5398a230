using Broadcast.Api.Chat;
using Broadcast.Api.Identity;
using Broadcast.Api.Links;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;

namespace Broadcast.Api.Tests.Contract;

/// <summary>Which plain strings are ids, and of what, so that the pages cannot take one for another (web/src/ids.ts).</summary>
internal static class Brands
{
    /// <summary>Properties called <c>Id</c>, by the record that they are in.</summary>
    private static readonly Dictionary<Type, string> Own = new()
    {
        [typeof(ChatMessage)] = "ChatMessageId",
        [typeof(ChatRemoval)] = "ChatMessageId",
        [typeof(LinkView)] = "LinkId",
        [typeof(OpenSession)] = "SessionId",
        [typeof(AnswerQuestionRequest)] = "QuestionId",
        [typeof(QuestionRemoval)] = "QuestionId",
        [typeof(QuestionRequest)] = "QuestionId",
        [typeof(QuestionVotes)] = "QuestionId",
        [typeof(StageQuestion)] = "QuestionId",
        [typeof(VoteRequest)] = "QuestionId",
        [typeof(RemovedPersonView)] = "RemovalId",
        [typeof(TransportCreated)] = "TransportId",
    };

    /// <summary>Other properties that are called after what they are the id of.</summary>
    private static readonly HashSet<string> Named = ["ConsumerId", "ParticipantId", "ProducerId", "TransportId"];

    private static readonly HashSet<string> Producers = ["StandIn", "StandInFor"];

    /// <returns>Null for a string that is no id.</returns>
    /// <exception cref="InvalidOperationException">It is called an id, and nobody said of what.</exception>
    public static string? Of(Type owner, string property)
    {
        if (Named.Contains(property))
            return property;
        if (Producers.Contains(property))
            return "ProducerId";
        if (property != "Id")
            return null;
        return Own.TryGetValue(owner, out var brand)
            ? brand
            : throw new InvalidOperationException($"Say in {nameof(Brands)} what {owner.Name}.Id is the id of.");
    }
}
