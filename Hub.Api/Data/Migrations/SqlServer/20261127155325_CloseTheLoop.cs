using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Api.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class CloseTheLoop : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "Whole",
                table: "Outbox",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "AmbulanceCalledAt",
                table: "Consults",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ConsentWithdrawnAt",
                table: "Consults",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ConsentWithdrawnReason",
                table: "Consults",
                type: "nvarchar(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "FollowsUp",
                table: "Consults",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FollowsUpDoctor",
                table: "Consults",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Outcome",
                table: "Consults",
                type: "nvarchar(16)",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OutcomeText",
                table: "Consults",
                type: "nvarchar(2000)",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "MessageId",
                table: "ConsultMessages",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ReadAt",
                table: "ConsultMessages",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ReadBy",
                table: "ConsultMessages",
                type: "nvarchar(128)",
                maxLength: 128,
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
                    ConsultRow = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DispensedMedicines", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DispensedMedicines_Consults_ConsultRow",
                        column: x => x.ConsultRow,
                        principalTable: "Consults",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Advice_PractitionerCode_Id",
                table: "Advice",
                columns: new[] { "PractitionerCode", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_DispensedMedicines_ConsultRow_AdviceVersion_Line",
                table: "DispensedMedicines",
                columns: new[] { "ConsultRow", "AdviceVersion", "Line" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DispensedMedicines");

            migrationBuilder.DropIndex(
                name: "IX_Advice_PractitionerCode_Id",
                table: "Advice");

            migrationBuilder.DropColumn(
                name: "Whole",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "AmbulanceCalledAt",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "ConsentWithdrawnAt",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "ConsentWithdrawnReason",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "FollowsUp",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "FollowsUpDoctor",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "Outcome",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "OutcomeText",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "MessageId",
                table: "ConsultMessages");

            migrationBuilder.DropColumn(
                name: "ReadAt",
                table: "ConsultMessages");

            migrationBuilder.DropColumn(
                name: "ReadBy",
                table: "ConsultMessages");
        }
    }
}
