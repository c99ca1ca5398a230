using Broadcast.Api.Text;
using Broadcast.Jobs.Database;
using Broadcast.Recorder.Stage;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Data;

/// <summary>What Api is the system of record for: organizers and their sessions, webinars, chat, questions and the audit log. The recording catalogue is a context of Broadcast.Jobs in the same database.</summary>
internal sealed class BroadcastDb(DbContextOptions<BroadcastDb> options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<Organizer> Organizers => Set<Organizer>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<Webinar> Webinars => Set<Webinar>();
    public DbSet<ChatEntry> Chat => Set<ChatEntry>();
    public DbSet<Question> Questions => Set<Question>();
    public DbSet<QuestionVote> QuestionVotes => Set<QuestionVote>();
    public DbSet<IssuedLink> Links => Set<IssuedLink>();
    public DbSet<RevokedRole> RevokedRoles => Set<RevokedRole>();
    public DbSet<Removal> Removals => Set<Removal>();
    public DbSet<StageRow> Stages => Set<StageRow>();
    public DbSet<AuditEntry> Audit => Set<AuditEntry>();
    /// <summary>Used where several processes share the database; one process keeps its keys in files.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Organizer>(organizer =>
        {
            organizer.Property(o => o.Name).HasMaxLength(100 * PlainTextAttribute.BytesPerCharacter);
            organizer.Property(o => o.Email).HasMaxLength(Organizer.MaxEmailLength);
            organizer.HasIndex(o => o.Email).IsUnique();
        });
        modelBuilder.Entity<Session>(session =>
        {
            session.Property(s => s.Address).HasMaxLength(64);
            session.Property(s => s.Browser).HasMaxLength(Session.MaxBrowserLength);
            session.HasOne<Organizer>().WithMany().HasForeignKey(s => s.OrganizerId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<Webinar>(webinar =>
        {
            webinar.Property(w => w.Title).HasMaxLength(Webinar.MaxTitleLength * PlainTextAttribute.BytesPerCharacter);
            webinar.Property(w => w.Description).HasMaxLength(Webinar.MaxDescriptionLength * PlainTextAttribute.BytesPerCharacter);
            webinar.Property(w => w.State).HasConversion<string>().HasMaxLength(16).IsConcurrencyToken();
            webinar.Property(w => w.EndedUnattended).HasDefaultValue(false).ValueGeneratedNever();
            webinar.Property(w => w.PreferH264).HasDefaultValue(true).ValueGeneratedNever();
            webinar.Property(w => w.ModerateQuestions).HasDefaultValue(false).ValueGeneratedNever();
            webinar.Property(w => w.AnonymousQuestions).HasDefaultValue(false).ValueGeneratedNever();
            webinar.HasIndex(w => w.CreatedAt);
            webinar.HasMany<ChatEntry>().WithOne().HasForeignKey(c => c.WebinarId).OnDelete(DeleteBehavior.Cascade);
            webinar.HasMany<Question>().WithOne().HasForeignKey(q => q.WebinarId).OnDelete(DeleteBehavior.Cascade);
            webinar.HasMany<IssuedLink>().WithOne().HasForeignKey(l => l.WebinarId).OnDelete(DeleteBehavior.Cascade);
            webinar.HasMany<RevokedRole>().WithOne().HasForeignKey(r => r.WebinarId).OnDelete(DeleteBehavior.Cascade);
            webinar.HasMany<Removal>().WithOne().HasForeignKey(r => r.WebinarId).OnDelete(DeleteBehavior.Cascade);
            webinar.HasOne<StageRow>().WithOne().HasForeignKey<StageRow>(s => s.WebinarId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<StageRow>(stage => stage.HasKey(s => s.WebinarId));
        modelBuilder.Entity<ChatEntry>(chat =>
        {
            chat.Property(c => c.Role).HasConversion<string>().HasMaxLength(16);
            chat.HasIndex(c => new { c.WebinarId, c.Id });
        });
        modelBuilder.Entity<Question>(question =>
        {
            question.Property(q => q.Role).HasConversion<string>().HasMaxLength(16);
            question.Property(q => q.State).HasConversion<string>().HasMaxLength(16);
            question.HasIndex(q => new { q.WebinarId, q.Id });
            question.HasMany<QuestionVote>().WithOne().HasForeignKey(v => v.QuestionId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<QuestionVote>(vote =>
        {
            vote.HasKey(v => new { v.QuestionId, v.Voter });
            vote.Property(v => v.Voter).HasMaxLength(64);
        });
        modelBuilder.Entity<IssuedLink>(link => link.Property(l => l.Role).HasConversion<string>().HasMaxLength(16));
        modelBuilder.Entity<RevokedRole>(revoked =>
        {
            revoked.HasKey(r => new { r.WebinarId, r.Role });
            revoked.Property(r => r.Role).HasConversion<string>().HasMaxLength(16);
        });
        modelBuilder.Entity<AuditEntry>(entry =>
        {
            entry.ToTable("Audit");
            entry.Property(e => e.Id).ValueGeneratedNever();
            entry.Property(e => e.Action).HasConversion<string>().HasMaxLength(32);
            entry.Property(e => e.Actor).HasMaxLength(AuditEntry.MaxActorLength);
            entry.Property(e => e.Address).HasMaxLength(64);
            entry.Property(e => e.Subject).HasMaxLength(AuditEntry.MaxActorLength);
            entry.Property(e => e.Detail).HasMaxLength(AuditEntry.MaxDetailLength);
            entry.Property(e => e.Hash).HasMaxLength(64);
        });
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
        configurationBuilder.Properties<WebinarId>().HaveConversion<IdConversion<WebinarId>>();
        configurationBuilder.Properties<ParticipantId>().HaveConversion<IdConversion<ParticipantId>>();
    }
}
