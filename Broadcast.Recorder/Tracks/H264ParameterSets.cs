using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Tracks;

/// <summary>
/// The parameter sets of one H.264 stream as a decoder keeps them: the last of each id, in whatever order they come. After a loss a newer one
/// may be among what is missing: those known are in doubt until they come again, or until a key frame before which nothing is missing.
/// </summary>
internal sealed class H264ParameterSets
{
    /// <summary>What a publisher may make us keep; real ones have less than a hundred.</summary>
    private const int MaxBytes = 4_096;

    private readonly SortedDictionary<byte, Kept<H264SequenceParameterSet>> sequences = [];
    private readonly SortedDictionary<byte, Kept<H264PictureParameterSet>> pictures = [];

    private sealed record Kept<T>(T Set, byte[] Unit)
    {
        public bool IsInDoubt { get; set; }
    }

    /// <summary>Takes a sequence parameter set. A broken one leaves none under its id.</summary>
    /// <returns>False if it is malformed.</returns>
    public bool TryTakeSequence(ReadOnlySpan<byte> unit)
    {
        if (!H264SequenceParameterSet.TryReadId(unit, out var id))
            return false;
        if (unit.Length <= MaxBytes && H264SequenceParameterSet.TryParse(unit, out var set))
        {
            Keep(sequences, id, set, unit);
            return true;
        }
        sequences.Remove(id);
        return false;
    }

    /// <summary>Takes a picture parameter set; the one that it refers to may come later.</summary>
    /// <param name="isNew">Whether it differs from the last one of its id.</param>
    /// <returns>False if it is malformed.</returns>
    public bool TryTakePicture(ReadOnlySpan<byte> unit, out byte id, out bool isNew)
    {
        isNew = false;
        if (!H264PictureParameterSet.TryReadId(unit, out id))
            return false;
        if (unit.Length <= MaxBytes && H264PictureParameterSet.TryParse(unit, out var set))
        {
            isNew = Keep(pictures, id, set, unit);
            return true;
        }
        pictures.Remove(id);
        return false;
    }

    /// <summary>Packets are missing.</summary>
    public void Doubt() => SetDoubt(true);

    /// <summary>A key frame comes, and nothing before it is missing: what it does not bring itself is what was there before.</summary>
    public void Trust() => SetDoubt(false);

    /// <summary>Whether a slice can be decoded by a picture parameter set while a sequence parameter set is in use.</summary>
    public bool CanDecode(byte picture, byte sequence) =>
        pictures.TryGetValue(picture, out var kept) && !kept.IsInDoubt && kept.Set.SequenceId == sequence;

    /// <returns>The unit of a picture parameter set that is known.</returns>
    public byte[] PictureUnit(byte id) => pictures[id].Unit;

    /// <summary>What is needed from a key frame on whose slices use this picture parameter set.</summary>
    /// <returns>Null if a set is not known for certain.</returns>
    public H264Configuration? ConfigurationFor(byte picture) =>
        pictures.TryGetValue(picture, out var used) && !used.IsInDoubt && sequences.TryGetValue(used.Set.SequenceId, out var sequence) && !sequence.IsInDoubt
            ? new H264Configuration(sequence.Set, sequence.Unit, [.. pictures.Values.Where(kept => kept.Set.SequenceId == sequence.Set.Id).Select(kept => kept.Unit)])
            : null;

    /// <returns>Whether it is another than before.</returns>
    private static bool Keep<T>(SortedDictionary<byte, Kept<T>> all, byte id, T set, ReadOnlySpan<byte> unit)
    {
        if (all.TryGetValue(id, out var known) && unit.SequenceEqual(known.Unit))
        {
            known.IsInDoubt = false;
            return false;
        }
        all[id] = new Kept<T>(set, unit.ToArray());
        return true;
    }

    private void SetDoubt(bool isInDoubt)
    {
        foreach (var kept in sequences.Values)
            kept.IsInDoubt = isInDoubt;
        foreach (var kept in pictures.Values)
            kept.IsInDoubt = isInDoubt;
    }
}
