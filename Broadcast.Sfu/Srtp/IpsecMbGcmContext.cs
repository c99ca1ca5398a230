using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Broadcast.Sfu.Srtp;

/// <summary>AES-128-GCM by <see cref="IpsecMb"/>: one native call per packet.</summary>
internal sealed unsafe class IpsecMbGcmContext : AesGcmContext
{
    private readonly IpsecMb library;
    private readonly GcmKeyHandle key = new();

    /// <inheritdoc cref="AesGcmContext.Create"/>
    public IpsecMbGcmContext(IpsecMb library, ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt) : base(salt)
    {
        this.library = library;
        library.ExpandKey(key, this.key.Data);
    }

    public override void Seal(uint ssrc, long index, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> data, Span<byte> output)
    {
        ObjectDisposedException.ThrowIf(key.IsClosed, this);
        Debug.Assert(output.Length >= data.Length + TagLength);
        var counterBlock = stackalloc byte[IpsecMb.CounterBlockLength];
        WriteCounterBlock(counterBlock, ssrc, index);
        fixed (byte* associatedBytes = associated, dataBytes = data, outputBytes = output)
            library.Encrypt(key.Data, outputBytes, dataBytes, data.Length, counterBlock, associatedBytes, associated.Length, outputBytes + data.Length);
        GC.KeepAlive(this);
    }

    public override bool TryOpen(uint ssrc, long index, ReadOnlySpan<byte> associated, Span<byte> data, ReadOnlySpan<byte> tag)
    {
        ObjectDisposedException.ThrowIf(key.IsClosed, this);
        var counterBlock = stackalloc byte[IpsecMb.CounterBlockLength];
        WriteCounterBlock(counterBlock, ssrc, index);
        var computed = stackalloc byte[TagLength];
        fixed (byte* associatedBytes = associated, dataBytes = data)
            library.Decrypt(key.Data, dataBytes, dataBytes, data.Length, counterBlock, associatedBytes, associated.Length, computed);
        GC.KeepAlive(this);
        return CryptographicOperations.FixedTimeEquals(new ReadOnlySpan<byte>(computed, TagLength), tag);
    }

    public override void Dispose() => key.Dispose();

    private void WriteCounterBlock(byte* block, uint ssrc, long index)
    {
        var bytes = new Span<byte>(block, IpsecMb.CounterBlockLength);
        WriteNonce(bytes, ssrc, index);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[NonceLength..], 1);
    }

    /// <summary>Owns the expanded key and wipes it.</summary>
    private sealed class GcmKeyHandle : SafeHandle
    {
        private const int Alignment = 64;

        public GcmKeyHandle() : base(0, ownsHandle: true) => SetHandle((nint)NativeMemory.AlignedAlloc(IpsecMb.KeyDataLength, Alignment));

        public byte* Data => (byte*)handle;

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            CryptographicOperations.ZeroMemory(new Span<byte>(Data, IpsecMb.KeyDataLength));
            NativeMemory.AlignedFree(Data);
            return true;
        }
    }
}
