using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>Consumers of one stream that are sent the same, in an array without gaps.</summary>
/// <param name="layout">Theirs.</param>
/// <param name="repeats">Whether each packet carries what the one before carried, too.</param>
internal sealed class ConsumerGroup(ExtensionLayout layout, bool repeats)
{
    private RtpConsumer[] consumers = new RtpConsumer[4];

    public ExtensionLayout Layout { get; } = layout;
    public bool Repeats { get; } = repeats;
    public int Count { get; private set; }
    public RtpConsumer this[int index] => consumers[index];

    public void Add(RtpConsumer consumer)
    {
        if (Count == consumers.Length)
            Array.Resize(ref consumers, Count * 2);
        consumer.GroupIndex = Count;
        consumers[Count++] = consumer;
    }

    public void Remove(RtpConsumer consumer)
    {
        var last = consumers[--Count];
        consumers[consumer.GroupIndex] = last;
        last.GroupIndex = consumer.GroupIndex;
        consumers[Count] = null!;
    }
}
