using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Api.Data;

/// <summary>Where a question stands. Stored by name.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<QuestionState>))]
public enum QuestionState
{
    /// <summary>Presenters and who asked see it; the audience does not yet.</summary>
    Waiting,
    /// <summary>Everybody sees it and may be for it.</summary>
    Open,
    Answered,
    /// <summary>Taken out; it stays in the database, and only who asked is shown it.</summary>
    Dismissed,
}
