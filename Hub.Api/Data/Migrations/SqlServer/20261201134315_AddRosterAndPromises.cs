using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Api.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class AddRosterAndPromises : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Consults_HubCode_Status_Urgency_Id",
                table: "Consults");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "AcceptedAt",
                table: "Consults",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "AnsweredAt",
                table: "Consults",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "Deadline",
                table: "Consults",
                type: "datetimeoffset",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<bool>(
                name: "NobodyOnDuty",
                table: "Consults",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "PromisedAt",
                table: "Consults",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "PromisedBy",
                table: "Consults",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Promises",
                table: "Consults",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "ReservedFor",
                table: "Consults",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ReservedUntil",
                table: "Consults",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Leaves",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    PractitionerCode = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    From = table.Column<DateOnly>(type: "date", nullable: false),
                    Until = table.Column<DateOnly>(type: "date", nullable: false),
                    CoverCode = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Leaves", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Presences",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    HubCode = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    AccountId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    PractitionerCode = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Since = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    SeenAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    EndedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    Because = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Presences", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "RosterTurns",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false),
                    Taken = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RosterTurns", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Shifts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    HubCode = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    PractitionerCode = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Specialty = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    Weekday = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: true),
                    From = table.Column<DateOnly>(type: "date", nullable: false),
                    Until = table.Column<DateOnly>(type: "date", nullable: true),
                    Begins = table.Column<TimeOnly>(type: "time", nullable: false),
                    Ends = table.Column<TimeOnly>(type: "time", nullable: false),
                    Capacity = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Shifts", x => x.Id);
                });

            migrationBuilder.InsertData(
                table: "RosterTurns",
                columns: new[] { "Id", "Taken" },
                values: new object[] { 1, 0L });

            migrationBuilder.CreateIndex(
                name: "IX_Consults_HubCode_Specialty_AnsweredAt",
                table: "Consults",
                columns: new[] { "HubCode", "Specialty", "AnsweredAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Consults_HubCode_Status_Specialty_Deadline",
                table: "Consults",
                columns: new[] { "HubCode", "Status", "Specialty", "Deadline" });

            migrationBuilder.CreateIndex(
                name: "IX_Consults_Status_PromisedBy",
                table: "Consults",
                columns: new[] { "Status", "PromisedBy" });

            migrationBuilder.CreateIndex(
                name: "IX_Leaves_PractitionerCode_From",
                table: "Leaves",
                columns: new[] { "PractitionerCode", "From" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Presences_HubCode_AccountId",
                table: "Presences",
                columns: new[] { "HubCode", "AccountId" },
                unique: true,
                filter: "[EndedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Presences_HubCode_EndedAt",
                table: "Presences",
                columns: new[] { "HubCode", "EndedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Shifts_HubCode_PractitionerCode_Specialty_Kind_Weekday_From_Begins",
                table: "Shifts",
                columns: new[] { "HubCode", "PractitionerCode", "Specialty", "Kind", "Weekday", "From", "Begins" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Leaves");

            migrationBuilder.DropTable(
                name: "Presences");

            migrationBuilder.DropTable(
                name: "RosterTurns");

            migrationBuilder.DropTable(
                name: "Shifts");

            migrationBuilder.DropIndex(
                name: "IX_Consults_HubCode_Specialty_AnsweredAt",
                table: "Consults");

            migrationBuilder.DropIndex(
                name: "IX_Consults_HubCode_Status_Specialty_Deadline",
                table: "Consults");

            migrationBuilder.DropIndex(
                name: "IX_Consults_Status_PromisedBy",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "AcceptedAt",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "AnsweredAt",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "Deadline",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "NobodyOnDuty",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "PromisedAt",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "PromisedBy",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "Promises",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "ReservedFor",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "ReservedUntil",
                table: "Consults");

            migrationBuilder.CreateIndex(
                name: "IX_Consults_HubCode_Status_Urgency_Id",
                table: "Consults",
                columns: new[] { "HubCode", "Status", "Urgency", "Id" });
        }
    }
}
