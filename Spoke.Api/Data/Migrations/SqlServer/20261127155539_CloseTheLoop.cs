using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spoke.Api.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class CloseTheLoop : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "MessageId",
                table: "RequestMessages",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ReadAt",
                table: "RequestMessages",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ReadBy",
                table: "RequestMessages",
                type: "nvarchar(128)",
                maxLength: 128,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "Whole",
                table: "Outbox",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "AmbulanceCalledAt",
                table: "ConsultRequests",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ConsentWithdrawnAt",
                table: "ConsultRequests",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ConsentWithdrawnReason",
                table: "ConsultRequests",
                type: "nvarchar(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "FollowsUp",
                table: "ConsultRequests",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "OutcomeAskedAt",
                table: "ConsultRequests",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "DispensedMedicines",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    AdviceVersion = table.Column<int>(type: "int", nullable: false),
                    Line = table.Column<int>(type: "int", nullable: false),
                    Medicine = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false),
                    Result = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    Quantity = table.Column<decimal>(type: "decimal(9,2)", precision: 9, scale: 2, nullable: true),
                    By = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false),
                    At = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    RequestRow = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DispensedMedicines", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DispensedMedicines_ConsultRequests_RequestRow",
                        column: x => x.RequestRow,
                        principalTable: "ConsultRequests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TextMessages",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    MessageId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ConsultId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AdviceVersion = table.Column<int>(type: "int", nullable: false),
                    To = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    Text = table.Column<string>(type: "nvarchar(512)", maxLength: 512, nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    DueAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    Tries = table.Column<int>(type: "int", nullable: false),
                    SentAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    DroppedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TextMessages", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_DispensedMedicines_RequestRow_AdviceVersion_Line",
                table: "DispensedMedicines",
                columns: new[] { "RequestRow", "AdviceVersion", "Line" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TextMessages_ConsultId_AdviceVersion",
                table: "TextMessages",
                columns: new[] { "ConsultId", "AdviceVersion" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TextMessages_SentAt_DroppedAt_DueAt",
                table: "TextMessages",
                columns: new[] { "SentAt", "DroppedAt", "DueAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DispensedMedicines");

            migrationBuilder.DropTable(
                name: "TextMessages");

            migrationBuilder.DropColumn(
                name: "MessageId",
                table: "RequestMessages");

            migrationBuilder.DropColumn(
                name: "ReadAt",
                table: "RequestMessages");

            migrationBuilder.DropColumn(
                name: "ReadBy",
                table: "RequestMessages");

            migrationBuilder.DropColumn(
                name: "Whole",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "AmbulanceCalledAt",
                table: "ConsultRequests");

            migrationBuilder.DropColumn(
                name: "ConsentWithdrawnAt",
                table: "ConsultRequests");

            migrationBuilder.DropColumn(
                name: "ConsentWithdrawnReason",
                table: "ConsultRequests");

            migrationBuilder.DropColumn(
                name: "FollowsUp",
                table: "ConsultRequests");

            migrationBuilder.DropColumn(
                name: "OutcomeAskedAt",
                table: "ConsultRequests");
        }
    }
}
