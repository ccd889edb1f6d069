using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Api.Data.Migrations.Sqlite
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
                type: "TEXT",
                maxLength: 96,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "HeardAt",
                table: "Consults",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "MeantFor",
                table: "Consults",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Path",
                table: "Consults",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WentTo",
                table: "Consults",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "WentToHop",
                table: "Consults",
                type: "INTEGER",
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
