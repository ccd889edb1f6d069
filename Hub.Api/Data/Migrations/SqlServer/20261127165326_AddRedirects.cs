using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Api.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class AddRedirects : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "CameFrom",
                table: "Consults",
                type: "nvarchar(96)",
                maxLength: 96,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "HeardAt",
                table: "Consults",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "MeantFor",
                table: "Consults",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Path",
                table: "Consults",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WentTo",
                table: "Consults",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "WentToHop",
                table: "Consults",
                type: "int",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "CameFrom",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "HeardAt",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "MeantFor",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "Path",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "WentTo",
                table: "Consults");

            migrationBuilder.DropColumn(
                name: "WentToHop",
                table: "Consults");
        }
    }
}
