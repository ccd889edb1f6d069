using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Api.Data.Migrations.Sqlite
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
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "AmbulanceCalledAt",
                table: "Consults",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ConsentWithdrawnAt",
                table: "Consults",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ConsentWithdrawnReason",
                table: "Consults",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "FollowsUp",
                table: "Consults",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FollowsUpDoctor",
                table: "Consults",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Outcome",
                table: "Consults",
                type: "TEXT",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OutcomeText",
                table: "Consults",
                type: "TEXT",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "MessageId",
                table: "ConsultMessages",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ReadAt",
                table: "ConsultMessages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ReadBy",
                table: "ConsultMessages",
                type: "TEXT",
                maxLength: 128,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "DispensedMedicines",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    AdviceVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Line = table.Column<int>(type: "INTEGER", nullable: false),
                    Medicine = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Result = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Quantity = table.Column<decimal>(type: "TEXT", precision: 9, scale: 2, nullable: true),
                    By = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ConsultRow = table.Column<long>(type: "INTEGER", nullable: false)
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
