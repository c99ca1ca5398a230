using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Api.Data;

/// <summary>What a link lets its bearer do: viewers watch and chat, presenters also produce.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<StageRole>))]
public enum StageRole
{
    Viewer = 0,
    Presenter = 1,
}
